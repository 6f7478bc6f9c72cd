import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Carrier } from './carrier.ts'

/**
 * Puts letters into a folder, a file for each, to be opened with any mail program. A letter that is
 * sent again takes the place of its file.
 */
export function openFolder(folder: string): Carrier {
  return {
    kind: 'folder',
    async carry({ to, messageId, bytes }, { beforeHandover }) {
      const mark = createHash('sha256').update(`${to} ${messageId}`).digest('hex').slice(0, 16)
      const name = `${to.replace(/[^\w.@-]+/g, '_')}-${mark}.eml`
      const draft = join(folder, `${name}.draft`)
      await mkdir(folder, { recursive: true })
      await writeFile(draft, bytes)
      await beforeHandover?.()
      await rename(draft, join(folder, name))
      return `written to ${join(folder, name)}`
    },
    async [Symbol.asyncDispose]() {},
  }
}
