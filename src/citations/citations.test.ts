import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readCitations, styled, styleNames } from '#citations'
import { papersOf } from '#catalog'
import { citationFile, harvest } from '#harvest'
import { bibtexOf, cslOf, jsonLdOf, type Paper, readPaperId, risOf } from '#paper'
import { openStore } from '#store'

const paper: Paper = {
  id: readPaperId('1706.03762'),
  title: 'Attention Is  All You Need',
  abstract: 'A sentence of our own, with $x^2$.',
  summary: '',
  authors: ['Ashish Vaswani', 'Łukasz Kaiser', 'Johannes van der Waals'],
  categories: ['cs.CL', 'cs.LG'],
  publishedAt: '2017-06-12T17:57:34Z',
  updatedAt: '2023-08-02T00:41:18Z',
  day: '',
  comments: '',
  journalRef: '',
  doi: '',
  license: 'http://arxiv.org/licenses/nonexclusive-distrib/1.0/',
  venue: '',
  standing: 'stands',
  origins: {},
}

/** A style of a few lines, of which nobody else has the result. */
const ownStyle = `<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout suffix="!"><text variable="title" prefix="~"/></layout></bibliography>
</style>`

test('a paper of arXiv in BibTeX is letter by letter what arXiv prints', () => {
  assert.equal(
    bibtexOf(paper),
    [
      '@misc{vaswani2023attentionneed,',
      '      title={Attention Is All You Need}, ',
      '      author={Ashish Vaswani and Łukasz Kaiser and Johannes van der Waals},',
      '      year={2023},',
      '      eprint={1706.03762},',
      '      archivePrefix={arXiv},',
      '      primaryClass={cs.CL},',
      '      url={https://arxiv.org/abs/1706.03762}, ',
      '}',
      '',
    ].join('\n'),
  )
  const withDoi = bibtexOf({ ...paper, doi: '10.1000/x' })
  assert.match(
    withDoi,
    /primaryClass=\{cs\.CL\},\n {6}doi=\{https:\/\/doi\.org\/10\.1000\/x\},\n {6}url=/,
  )
})

test('keys leave out what says nothing, and hold letters and digits alone', () => {
  const cases: [string, string, string][] = [
    [
      'BERT: Pre-training of Deep Bidirectional Transformers',
      'Jacob Devlin',
      'devlin2023bertpretrainingdeepbidirectional',
    ],
    [
      'Language Models are Few-Shot Learners',
      'Tom B. Brown',
      'brown2023languagemodelsfewshotlearners',
    ],
    [
      'An Image is Worth 16x16 Words: Transformers',
      'Alexey Dosovitskiy',
      'dosovitskiy2023imageworth16x16words',
    ],
    [
      'Chain-of-Thought Prompting Elicits Reasoning',
      'Jason Wei',
      'wei2023chainofthoughtpromptingelicitsreasoning',
    ],
    ['On Waiting', 'Johannes van der Waals', 'vanderwaals2023waiting'],
  ]
  for (const [title, author, key] of cases) {
    assert.match(bibtexOf({ ...paper, title, authors: [author] }), new RegExp(`^@misc\\{${key},`))
  }
})

test('what is exported is read again by others and by us', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-cite-'))
  const doi: Paper = {
    ...paper,
    id: readPaperId('doi:10.1000/wait'),
    doi: '10.1000/wait',
    title: 'On waiting',
    journalRef: 'Journal of Waiting',
    categories: [],
  }
  const exports = {
    'papers.bib': bibtexOf(paper) + bibtexOf(doi),
    'papers.ris': risOf(paper) + risOf(doi),
    'papers.json': JSON.stringify([cslOf(paper), cslOf(doi)]),
  }

  for (const [name, text] of Object.entries(exports)) {
    writeFileSync(join(folder, name), text)
    await using store = await openStore(':memory:')
    const done = await harvest(store, citationFile(join(folder, name)), AbortSignal.timeout(20_000))
    assert.deepEqual([done.added, done.aside], [2, 0], name)
    const [read, other] = await papersOf(store, [paper.id, doi.id])
    assert.equal(read?.title, 'Attention Is All You Need', name)
    assert.deepEqual(read?.authors, paper.authors, name)
    assert.equal(other?.title, 'On waiting', name)
  }
  assert.doesNotThrow(() =>
    readCitations(exports['papers.bib'], { from: '@biblatex/text', to: '@biblatex/entries+list' }),
  )
  rmSync(folder, { recursive: true })
})

test('a group that wrote a paper is no person', () => {
  assert.deepEqual(cslOf({ ...paper, authors: ['The LHC Collaboration', 'Plato'] }).author, [
    { literal: 'The LHC Collaboration' },
    { literal: 'Plato' },
  ])
})

test('a paper is cited in any style: those that ship, of the folder, or brought along', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-styles-'))
  writeFileSync(join(folder, 'own.csl'), ownStyle)

  assert.deepEqual(styleNames(folder), ['apa', 'harvard1', 'own', 'vancouver'])
  assert.match(
    await styled([paper], { name: 'apa' }),
    /^Vaswani, A\., Kaiser, Ł\., & van der Waals, J\. \(2023\)\./,
  )
  assert.match(
    await styled([paper], { name: 'vancouver' }, { format: 'html' }),
    /^<div class="csl-bib-body">/,
  )
  assert.equal(
    (await styled([paper], { name: 'own' }, { folder })).trim(),
    '~Attention Is All You Need!',
  )
  const brought = { name: 'x', xml: ownStyle.replace('~', '*') }
  assert.equal((await styled([paper], brought)).trim(), '*Attention Is All You Need!')
  rmSync(folder, { recursive: true })
})

test('what is no style is refused with what to do', async () => {
  const wrong = [
    { name: '../../etc/passwd' },
    { name: 'x', xml: '<html></html>' },
    { name: 'x', xml: ownStyle.replace('?>', '?><!DOCTYPE style [<!ENTITY a "b">]>') },
    {
      name: 'x',
      xml: ownStyle.replace('</info>', '<link rel="independent-parent" href="x"/></info>'),
    },
    { name: 'x', xml: `${ownStyle}${' '.repeat(600_000)}` },
    { name: 'x', xml: ownStyle.slice(0, 300) },
    {
      name: 'x',
      xml: ownStyle
        .replace('<citation>', '<macro name="m"><text macro="m"/></macro><citation>')
        .replace('variable="title" prefix="~"', 'macro="m"'),
    },
  ]
  for (const style of wrong) {
    await assert.rejects(
      styled([paper], style),
      { name: 'DomainError' },
      JSON.stringify(style).slice(0, 120),
    )
  }
})

test('a page says of its paper what search engines read', () => {
  const told = JSON.parse(JSON.stringify(jsonLdOf(paper, 'https://papers.example.org')))

  assert.equal(told['@type'], 'ScholarlyArticle')
  assert.equal(told.author[1].name, 'Łukasz Kaiser')
  assert.deepEqual(told.identifier, ['1706.03762', 'https://doi.org/10.48550/arXiv.1706.03762'])
})
