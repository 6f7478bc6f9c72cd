import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { longestMessage, type Mailbox, mostMessages } from './box.ts'

/** A folder in which each message is a file: new ones in `new/`, those that were read in `cur/`. */
export function openMaildir(folder: string): Mailbox {
  const left = new Set<string>()
  return {
    async read(take, signal) {
      const there = await readdir(join(folder, 'new')).catch(noFolder)
      const fresh = there.filter((name) => !name.startsWith('.') && !left.has(name)).toSorted()
      let taken = 0
      for (const name of fresh.slice(0, mostMessages)) {
        signal.throwIfAborted()
        const path = join(folder, 'new', name)
        const message = (await readFile(path, 'latin1')).slice(0, longestMessage)
        if ((await take(message)) === 'left') {
          left.add(name)
          continue
        }
        await mkdir(join(folder, 'cur'), { recursive: true })
        await rename(path, join(folder, 'cur', `${name.replace(/:.*$/, '')}:2,S`))
        taken++
      }
      return taken
    },
  }
}

/** One that has not been made yet is empty. */
function noFolder(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}
