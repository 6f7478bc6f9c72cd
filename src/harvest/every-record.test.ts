import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { DomainError } from '#domain-error'
import { plainText } from '#paper'
import { sharedFile } from '../../test/testing.ts'
import { entriesIn, readEntry } from './arxiv-atom.ts'
import { readArxivRecord } from './arxiv-record.ts'
import { Garbled } from './ask.ts'
import { readOaiPage, salvage } from './oai-page.ts'

/** A title that still has a command in it, or a field that is not text, was not understood. */
function isRead(
  read: () => { readonly title: string; readonly authors?: readonly string[] },
): boolean {
  try {
    const { title, authors = [] } = read()
    assert.doesNotMatch(plainText(title), /\\[a-z]+|\[object/i)
    for (const name of authors) assert.match(plainText(name), /^\S(?:.*\S)?$/)
    return true
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    assert.match(error.message, /\S{3}.*: \S|\S+ is \S+/, 'a reason says what to do')
    return false
  }
}

test('every entry of the recorded Atom feeds is read, or refused with a reason', (t) => {
  const any = sharedFile(t, 'data/protocols/arxiv-atom-api/q_testing_s0_m10_bc5a6c384fe9.json')
  if (!any) return
  const folder = dirname(any)
  let [entries, read] = [0, 0]
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const { body, status_code: status } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))
    if (status !== 200) continue
    for (const entry of entriesIn(body)) {
      entries++
      if (isRead(() => readEntry(entry))) read++
    }
  }
  assert.ok(entries > 100, `${entries} entries`)
  assert.equal(read, entries)
})

test('every record of the recorded OAI-PMH pages is read, or refused with a reason', (t) => {
  const any = sharedFile(
    t,
    'data/protocols/oai-pmh-arxiv/ListRecords_arXiv_astro-ph_2013-03-25.xml',
  )
  if (!any) return
  const folder = dirname(any)
  for (const name of readdirSync(folder)) {
    const xml = readFileSync(`${folder}/${name}`, 'utf8')
    const there = xml.match(/<record>/g)?.length ?? 0
    const page = pageOf(xml)
    assert.ok(there > 0, name)
    // What is cut in the middle is counted as broken.
    assert.equal(page.records.length + page.broken.length, there, name)
    const read = page.records.filter((record) => isRead(() => readArxivRecord(record))).length
    // Dublin Core is no format of ours: it has an identifier of its own, and no list of categories.
    if (!name.includes('oai_dc')) assert.equal(read, there, name)
  }
})

function pageOf(xml: string) {
  try {
    return { records: readOaiPage(xml).records, broken: [] }
  } catch (error) {
    if (!(error instanceof Garbled)) throw error
    const saved = salvage(xml)
    const rest = xml.slice(xml.lastIndexOf('<record>')).includes('</record>') ? [] : ['cut']
    return { records: saved.records, broken: [...saved.broken, ...rest] }
  }
}
