import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { test } from 'node:test'
import { openProgress } from './progress.ts'

/** What a terminal of so many columns gets to see. */
function seen(columns: number, isTTY: boolean): string {
  const terminal = Object.assign(new PassThrough(), { columns, isTTY })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a terminal as is used
  const progress = openProgress(terminal as unknown as NodeJS.WriteStream)
  progress.show('papers.jsonl: 1,200 papers, 9,000 a second', 0.25)
  return stripVTControlCharacters(String(terminal.read() ?? ''))
}

test('a terminal shows a bar, the share and the words, in one line of its width', () => {
  const line = seen(60, true).replace('\r', '')

  assert.match(line, /^━{6}─{18} {2}25 % papers\.jsonl: 1,200 pap/)
  assert.ok(line.length < 60)
})

test('a terminal that does not know its width gets a line all the same', () => {
  assert.match(seen(0, true), /25 % papers\.jsonl: 1,200 papers, 9,000 a second/)
})

test('what is no terminal gets nothing', () => {
  assert.equal(seen(80, false), '')
})
