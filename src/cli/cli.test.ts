import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cli } from '#cli'
import { askFor, turnOn } from '#digest'
import { openStore } from '#store'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a command on a data folder of its own name. */
async function broadsheet(data: string, ...args: string[]) {
  let answer = ''
  let said = ''
  const code = await cli(
    args,
    { BROADSHEET_DATA: join(folder, data), LOG_LEVEL: 'silent' },
    { stdout: heard((text) => (answer += text)), stderr: heard((text) => (said += text)) },
  )
  return { code, answer, said }
}

const heard = (hear: (text: string) => void) =>
  new Writable({
    write(text, _encoding, done) {
      hear(String(text))
      done()
    },
  })

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const papers = file(
  'papers.jsonl',
  [
    {
      id: 'arxiv:2401.00001',
      title: 'On Counting Sheep',
      abstract: 'We count sheep.',
      authors: ['Ada Lind'],
      date: '2024-01-02',
      categories: ['cs.LG'],
    },
    {
      id: 'arxiv:2401.00002',
      title: 'On Herding Cats',
      abstract: 'Cats are not herded.',
      authors: ['Emmy Holt'],
      date: '2024-01-03',
      categories: ['cs.AI'],
    },
  ]
    .map((record) => JSON.stringify(record))
    .join('\n') + '\n{"id": "arxiv:2401.00003", "title": "cut in the mi',
)

test('papers are imported, found and shown, and what could not be kept is listed', async () => {
  const imported = await broadsheet('one', 'import', papers)
  assert.equal(imported.code, 0, imported.said)
  assert.match(imported.answer, /2 new, 0 changed, 0 unchanged/)
  assert.match(imported.answer, /1 set aside/)

  assert.match(
    (await broadsheet('one', 'import', papers)).answer,
    /nothing new, 2 papers unchanged/,
  )
  assert.match((await broadsheet('one', 'import', '--aside')).answer, /papers\.jsonl, line 3: /)

  const found = await broadsheet('one', 'search', 'counting', 'sheep', '--json')
  assert.equal(JSON.parse(found.answer.split('\n')[0] ?? '').id, '2401.00001')

  const shown = await broadsheet('one', 'show', 'https://arxiv.org/abs/2401.00002v1')
  assert.match(shown.answer, /On Herding Cats\n[^]*Emmy Holt[^]*Cats are not herded\./)

  const rebuilt = await broadsheet('one', 'rebuild')
  assert.match(rebuilt.answer, /holds 196 papers/) // two, and the starter catalogue
})

test('an answer that is not there is told by the exit code', async () => {
  assert.equal((await broadsheet('two', 'show', '2401.99999')).code, 3)
  assert.equal((await broadsheet('two', 'search', 'anything')).code, 3)
})

const misuse = [
  [['import', join(folder, 'nowhere.txt')], /there is no such file/],
  [['import', file('page.html', '<!doctype html><p>Papers')], /this is HTML/],
  [['import', file('empty.txt', '')], /the file is empty/],
  [['import', file('list.json', '[{"id": 1}]')], /one record a line/],
  [['import', papers, '--year', 'last'], /--year takes a year/],
  [['import'], /Name at least one file/],
  [['harvest', 'hf', '--set', 'cs'], /hf takes no --set, but --from, --base/],
  [['harvest', 'crossref', '--set', 'x/y'], /“x\/y” is no DOI/],
  [['harvest', 'openreview'], /name a venue/],
  [['harvest', 'openalex'], /OpenAlex wants a key: get one there, and set OPENALEX_KEY/],
  [['harvest', 'nowhere'], /Allowed choices are arxiv, hf, acl, openreview/],
  [['check', 'cs.XX'], /“cs.XX” is no category of arXiv’s/],
  [['harvest', 'hf', '--from', 'today'], /“today” is no day/],
  [['show', 'attention is all you need'], /not the identifier of a paper/],
  [['search', 'x', '--from', 'yesterday'], /not a day/],
  [['search', 'x', '--count', '0'], /--count takes a number/],
  [['serch', 'x'], /unknown command/],
] as const

test('misuse ends with 2 and a sentence, never with a stack', async () => {
  for (const [args, sentence] of misuse) {
    const { code, said } = await broadsheet('three', ...args)
    assert.match(said, sentence)
    assert.equal(code, 2, args.join(' '))
    assert.doesNotMatch(said, /\n {4}at /)
  }
})

test('help teaches, even where a setting is wrong', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', join(root, 'src/jsx.ts'), join(root, 'src/main.ts'), '--help'],
    { encoding: 'utf8', env: { ...process.env, PORT: 'http' } },
  )
  assert.equal(status, 0)
  assert.match(stdout, /The first five minutes/)
})

test('mail sends a letter to see whether mail works; without a server it becomes a file', async () => {
  const { code, answer } = await broadsheet('mail', 'mail', 'ada@example.org')
  assert.equal(code, 0)
  assert.match(answer, /written to .*mail\/ada@example\.org-\w+\.eml/)

  const wrong = await broadsheet('mail', 'mail', 'ada')
  assert.equal(wrong.code, 2)
  assert.match(wrong.said, /“ada” is not an address for mail/)
})

test('digest prints what somebody would get, and sends nothing', async () => {
  const place = join(folder, 'digests')
  await using store = await openStore(join(place, 'broadsheet.db'))
  const now = new Date()
  const id = await askFor(store, { address: 'ada@example.com', days: '1234567' }, now)
  await turnOn(store, id, now)

  const { code, answer, said } = await broadsheet(
    'digests',
    'digest',
    '--reader',
    'ada@example.com',
  )

  assert.equal(code, 0)
  assert.match(said, /Not sent yet; the next is due at/)
  assert.match(answer, /Unsubscribe:\nhttp:\/\/localhost:3000\/mail\/.*\/leave/)
  assert.equal(existsSync(join(place, 'mail')), false)
  assert.equal((await broadsheet('digests', 'digest', '--reader', 'nobody')).code, 3)
})
