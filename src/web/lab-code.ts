import { hash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'oxc-transform'

/** Islands that use labs/, and what they need. */
const islands = ['lab', 'lab-plot', 'using'].map((name) => `src/web/islands/${name}.ts`)

/** What a browser needs to run a lab, under addresses that name its content and so may be kept forever. */
type Code = {
  /** Where all of it stands; below, paths are those of the repository. */
  readonly base: string
  readonly worker: string
  /** The address of a file that was asked to be among them. */
  addressOf(path: string): string
  /** A model's weights. */
  checkpoint(model: string): string
  /** A file as it is served, by its path below the base; nothing for any other. */
  serve(path: string): { readonly type: string; readonly body: Uint8Array } | undefined
}

let opened: Code | undefined

/** Everything that browsers load to run labs; gathered when the first page asks for it. */
export function labCode(): Code {
  opened ??= openCode()
  return opened
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Gathers the files of `labs/` and the islands that use them. They are served as they are read,
 * without their types, and each is translated when it is first asked for.
 */
function openCode(): Code {
  const scripts = globSync('labs/src/**/*.ts', { cwd: root })
    .map((path) => path.split('\\').join('/'))
    .filter((path) => !path.endsWith('.test.ts') && !path.endsWith('/testing.ts'))
  const checkpoints = globSync('labs/checkpoints/*.ckpt', { cwd: root })
  const paths = [...scripts, ...islands, ...checkpoints].toSorted()
  const print = hash('sha256', paths.map((path) => hash('sha256', read(path))).join()).slice(0, 12)
  const base = `/labs/code/${print}/`
  const served = new Map<string, { type: string; body: Uint8Array }>()
  const addressOf = (path: string) => base + path
  return {
    base,
    worker: addressOf('labs/src/worker.ts'),
    addressOf,
    checkpoint: (model) => addressOf(`labs/checkpoints/${model}.ckpt`),
    serve(path) {
      if (!paths.includes(path)) return undefined
      const file = served.get(path) ?? made(path)
      served.set(path, file)
      return file
    },
  }
}

function made(path: string): { type: string; body: Uint8Array } {
  if (path.endsWith('.ckpt')) return { type: 'application/octet-stream', body: read(path) }
  // Not every browser knows `using` yet: it is written out, with a few lines of ours to hold it.
  const { code, errors } = transformSync(path, read(path).toString(), {
    sourceType: 'module',
    target: 'es2024',
  })
  if (errors[0]) throw new SyntaxError(`${path}: ${errors[0].message}`)
  const helper = posix.relative(dirname(path), using)
  const body = code.replace(
    /import (\w+) from "@oxc-project\/runtime\/helpers\/usingCtx"/,
    `import { holding as $1 } from "${helper}"`,
  )
  return { type: 'text/javascript; charset=utf-8', body: Buffer.from(body) }
}

const using = 'src/web/islands/using.ts'

const read = (path: string) => readFileSync(root + path)
