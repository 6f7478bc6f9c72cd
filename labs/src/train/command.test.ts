import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readCheckpoint } from '../checkpoint/checkpoint.ts'

const command = fileURLToPath(new URL('../../commands/train.ts', import.meta.url))
const train = (...args: string[]) => promisify(execFile)(process.execPath, [command, ...args])

test('the command that trains writes a checkpoint with how it was made', async () => {
  const into = mkdtempSync(join(tmpdir(), 'labs-train-'))
  try {
    const { stdout } = await train('nano', '--steps', '2', '--into', into)
    const { provenance, precision } = readCheckpoint(readFileSync(join(into, 'nano.ckpt')))

    assert.match(stdout, /nano: 124224 weights, step 0 of 2\nstep 2 {2}loss \d/)
    assert.deepEqual([precision, provenance.steps, provenance.codec], ['q8', 2, 'bytes'])
    assert.ok((provenance.tokens ?? 0) > 3000)
    assert.equal(
      provenance.scores?.['recall {"pairs":12,"questions":1,"keyLength":1,"valueLength":2}'],
      0,
    )
  } finally {
    rmSync(into, { recursive: true })
  }
})

test('what it cannot do, it says in a sentence', async () => {
  const cases: [string[], RegExp][] = [
    [['giant'], /There is no recipe “giant” yet; there are nano, byte\./],
    [['byte'], /name a file of abstracts with --texts FILE/],
    [['byte', '--texts', '/nowhere.jsonl'], /There is no file \/nowhere.jsonl/],
    [['nano', '--steps', '0'], /a step at least/],
  ]
  await Promise.all(
    cases.map(([args, sentence]) => assert.rejects(train(...args), { code: 1, stderr: sentence })),
  )
})
