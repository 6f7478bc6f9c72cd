import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { transformSync } from 'oxc-transform'

/** Style sheets in the order in which they stand in the one that is served. */
const styles = [
  'ground',
  'masthead',
  'entries',
  'pages',
  'search',
  'paper',
  'labs',
  'picks',
  'library',
  'taste',
  'talk',
  'digest',
  'account',
  'groups',
  'programs',
  'print',
]

/** The islands that every page has, served as one script. */
const islands = ['keys', 'offers']

const files = {
  style: asset('css', 'text/css', () => styles.map((name) => read(`style/${name}.css`)).join('')),
  script: asset('js', 'text/javascript', () => islands.map(inBlock).join('')),
  votes: asset('js', 'text/javascript', () => ['votes', 'saves'].map(inBlock).join('')),
  order: asset('js', 'text/javascript', () => withoutTypes('islands/order.ts')),
  passkey: asset('js', 'text/javascript', () => withoutTypes('islands/passkey.ts')),
  icon: asset('svg', 'image/svg+xml', () => read('style/icon.svg')),
}

/** The addresses of what pages load. They name the content, and so may be kept forever. */
export const assets = {
  style: files.style.path,
  script: files.script.path,
  votes: files.votes.path,
  order: files.order.path,
  passkey: files.passkey.path,
  icon: files.icon.path,
}

/** Serves what pages load. */
export function assetRoutes(): Hono {
  const routes = new Hono()
  for (const { path, type, body } of Object.values(files)) {
    routes.get(path, (c) =>
      c.body(body, 200, {
        'Content-Type': `${type}; charset=utf-8`,
        'Cache-Control': 'public, max-age=31536000, immutable',
      }),
    )
  }
  return routes
}

function asset(kind: string, type: string, make: () => string) {
  const body = make()
  return { path: `/assets/${hash('sha256', body).slice(0, 12)}.${kind}`, type, body }
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

/** An island keeps its names to itself. */
function inBlock(name: string): string {
  return `{\n${withoutTypes(`islands/${name}.ts`)}}\n`
}

function withoutTypes(path: string): string {
  const { code, errors } = transformSync(path, read(path), { sourceType: 'module' })
  if (errors[0]) throw new SyntaxError(`${path}: ${errors[0].message}`)
  return code
}
