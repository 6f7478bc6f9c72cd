/**
 * Compiles wasm/*.ts (AssemblyScript) into src/kernels/binary.ts. `npm run labs:wasm` after a change
 * there; a test compares the two wherever the compiler is installed.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const sources = fileURLToPath(new URL('../wasm', import.meta.url))
const binary = fileURLToPath(new URL('../src/kernels/binary.ts', import.meta.url))

/** The compiler's path, or `undefined` where it is not installed. ASSEMBLYSCRIPT may name its folder. */
export function compiler(): string | undefined {
  const folder = process.env['ASSEMBLYSCRIPT']
  if (folder) return join(folder, 'bin/asc.js')
  try {
    const entry = createRequire(import.meta.url).resolve('assemblyscript/package.json')
    return join(dirname(entry), 'bin/asc.js')
  } catch {
    return undefined
  }
}

/** The text of src/kernels/binary.ts, made anew from the sources. */
export function compile(asc: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'labs-wasm-'))
  try {
    const file = join(folder, 'kernels.wasm')
    const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--noExportMemory']
    // 201 warns of pointers that would not fit where memory has 64-bit addresses; ours has 32.
    const quiet = ['--disableWarning', '201', '--disable', 'mutable-globals', '--enable', 'simd']
    execFileSync(process.execPath, [asc, 'kernels.ts', ...flags, ...quiet, '-o', file], {
      cwd: sources,
      stdio: ['ignore', 2, 2],
    })
    return asModule(readFileSync(file))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What stands in the repository now. */
export const committed = (): string => readFileSync(binary, 'utf8')

function asModule(wasm: Buffer): string {
  return `/** wasm/kernels.ts, compiled by \`npm run labs:wasm\`: ${wasm.length} bytes in base64. */
export const binary =
  '${wasm.toString('base64')}'
`
}

if (import.meta.main) {
  const asc = compiler()
  if (!asc) throw new Error('assemblyscript is not installed: npm install, or set ASSEMBLYSCRIPT')
  writeFileSync(binary, compile(asc))
}
