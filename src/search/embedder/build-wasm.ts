/**
 * Compiles wasm/sum.ts (AssemblyScript) into sum-binary.ts. `npm run search:wasm` after a change there; a
 * test compares the two.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('wasm/sum.ts', import.meta.url))

/** The text of sum-binary.ts, made anew from its source. */
export function compiled(): string {
  const entry = createRequire(import.meta.url).resolve('assemblyscript/package.json')
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-wasm-'))
  try {
    const file = join(folder, 'sum.wasm')
    const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--noExportMemory']
    // 201 warns of pointers that would not fit where memory has 64-bit addresses; ours has 32.
    const quiet = ['--disableWarning', '201', '--disable', 'mutable-globals', '--enable', 'simd']
    execFileSync(
      process.execPath,
      [join(dirname(entry), 'bin/asc.js'), source, ...flags, ...quiet, '-o', file],
      { stdio: ['ignore', 2, 2] },
    )
    const wasm = readFileSync(file)
    return `/** wasm/sum.ts, compiled by \`npm run search:wasm\`: ${wasm.length} bytes in base64. */
export const binary =
  '${wasm.toString('base64')}'
`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (import.meta.main) {
  writeFileSync(fileURLToPath(new URL('sum-binary.ts', import.meta.url)), compiled())
}
