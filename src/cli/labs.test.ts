import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { cli } from '#cli'

async function broadsheet(...args: string[]) {
  const told = { answer: '', said: '' }
  const into = (name: keyof typeof told) =>
    new Writable({
      write(text, _encoding, done) {
        told[name] += String(text)
        done()
      },
    })
  const streams = { stdout: into('answer'), stderr: into('said') }
  const code = await cli(args, { LOG_LEVEL: 'silent' }, streams)
  return { code, ...told }
}

test('labs list names every method and what can be run of it', async () => {
  const { code, answer } = await broadsheet('labs', 'list')

  assert.equal(code, 0)
  assert.match(answer, /streaming-llm +StreamingLLM +2309\.17453 +reading, frontier/)
  assert.match(answer, /arena +The arena/)
})

test('labs run tells the whole run in JSON, the same for the same seed', async () => {
  const args = ['labs', 'run', 'snap-kv', '--set', 'examples=5', '--seed', 'x', '--json']
  const [once, again] = [await broadsheet(...args), await broadsheet(...args)]

  const { ms, ...outcome } = JSON.parse(once.answer)
  assert.ok(ms > 0)
  assert.deepEqual(
    [outcome.method, outcome.experiment, outcome.paper, outcome.seed, outcome.knobs],
    ['snap-kv', 'frontier', '2404.14469', 'x', { examples: 5 }],
  )
  assert.equal(outcome.plots.frontier.dense.at(-1)[1], 1)
  assert.deepEqual({ ...JSON.parse(again.answer), ms: 0 }, { ...outcome, ms: 0 })
})

test('labs run refuses what is not there, and says what is', async () => {
  const cases: [string[], RegExp][] = [
    [['alchemy'], /no method “alchemy”; there are arena, aaren/],
    [['snap-kv', '--experiment', 'gold'], /no experiment “gold” of snap-kv; there are frontier/],
    [['snap-kv', '--set', 'pool=99'], /pool is 99; it goes from 1 to 15/],
    [['giraffe', '--text', '/nowhere'], /there is no file \/nowhere/],
    [['snap-kv', '--set', 'pool'], /--set takes a knob and a number/],
  ]
  for (const [args, sentence] of cases) {
    const { code, said } = await broadsheet('labs', 'run', ...args)
    assert.equal(code, 2)
    assert.match(said, sentence)
  }
})
