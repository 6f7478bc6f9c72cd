// The command line of the MCP inspector: at /mcp, and at `broadsheet mcp`, which it starts itself.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [url] = process.argv.slice(2)
const root = fileURLToPath(new URL('../..', import.meta.url))
const inspector = fileURLToPath(new URL('node_modules/.bin/mcp-inspector', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'broadsheet-'))
const env = { ...process.env, HOME: data, BROADSHEET_DATA: data, LOG_LEVEL: 'silent' }

const over = (target, options) => (question) =>
  JSON.parse(
    execFileSync(process.execPath, [inspector, '--cli', ...target, ...question, ...options], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  )
const search = (query) =>
  '--method tools/call --tool-name search_papers --tool-arg'.split(' ').concat(`query=${query}`)
const names = ({ tools }) => tools.map(({ name }) => name).toSorted()
const ids = ({ structuredContent }) => structuredContent.papers.map(({ id }) => id)

const http = over([`${url}/mcp`], ['--transport', 'http'])
const stdio = over(
  [process.execPath, '--import', join(root, 'src/jsx.ts'), join(root, 'src/main.ts'), 'mcp'],
  ['-e', `BROADSHEET_DATA=${data}`, '-e', 'LOG_LEVEL=silent'],
)
try {
  console.log(
    JSON.stringify({
      http: { tools: names(http(['--method', 'tools/list'])), found: ids(http(search('bread'))) },
      stdio: {
        tools: names(stdio(['--method', 'tools/list'])),
        found: ids(stdio(search('attention sinks streaming'))).slice(0, 1),
      },
    }),
  )
} finally {
  rmSync(data, { recursive: true, force: true })
}
