/**
 * What one reader keeps changes nothing that another, or nobody, can ask for: every page, every feed
 * and every answer to a program stays as it was, byte for byte, whatever the first reader does.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { array, assert as holds, asyncProperty, constantFrom, integer, string } from 'fast-check'
import { makeToken, type Reader } from '#accounts'
import { api } from '#api'
import { refreshTrending } from '#app'
import {
  beginImport,
  collect,
  editNote,
  goOnWith,
  makeTopic,
  openFor,
  privateTo,
  rate,
  readStates,
  releases,
  saveAll,
  setState,
  setThreshold,
  tag,
  undo,
  unsaveAll,
  writeNote,
} from '#library'
import { readPaperId } from '#paper'
import type { ReaderId } from '#store'
import { web } from '#web'
import { access } from './access.ts'
import { apiAccess } from './api-access.ts'
import { openSite, paperOn } from './site.ts'

const ids = Array.from({ length: 12 }, (_, i) => readPaperId(`2611.${10_000 + i}`))
const papers = ids.map((id, i) =>
  paperOn('2026-11-20', id, { title: `On bread and its ${i} ovens`, categories: ['cs.LG'] }),
)

type Site = Awaited<ReturnType<typeof openSite>>

/** Everything that can be asked for, by its line in the tables of who may do what. */
const addresses = (table: Readonly<Record<string, { readonly at?: string }>>) =>
  Object.entries(table)
    .filter(([line, { at }]) => line.startsWith('GET ') && (at ?? !/[:*{]/.test(line)))
    .map(([line, { at }]) => at ?? line.slice('GET '.length))
    // What the labs show is read from files, and takes its time.
    .filter((path) => !path.startsWith('/labs'))

/** What is made anew for each page, so that a form that is sent twice is one. */
const oneTime = /name="id" value="[0-9a-f]{20}"/g

/** All that somebody is answered, by address. Nothing is remembered from before. */
async function everything(site: Site, who: Record<string, string>, token: Record<string, string>) {
  const seen = new Map<string, string>()
  const surfaces = [
    { app: web(site.site), table: access, headers: who },
    { app: api(site.site), table: apiAccess, headers: token },
  ]
  for (const { app, table, headers } of surfaces) {
    for (const path of [...addresses(table), ...ids.slice(0, 2).map((id) => `/papers/${id}`)]) {
      const answer = await app.request(path, { headers })
      const body = Buffer.from(await answer.arrayBuffer()).toString()
      const told = [...answer.headers].filter(([name]) => !/^(date|etag|x-rate.*)$/.test(name))
      seen.set(
        `${table === access ? 'page' : 'answer'} ${path}`,
        `${answer.status} ${JSON.stringify(told)}\n${body.replaceAll(oneTime, 'name="id"')}`,
      )
    }
  }
  return seen
}

const some = array(constantFrom(...ids), { minLength: 1, maxLength: 6 })
const words = string({ minLength: 1, maxLength: 20 }).map((text) => `secret${text}`)
const kinds = [
  'save',
  'tag',
  'collect',
  'rate',
  'state',
  'note',
  'topic',
  'import',
  'undo',
  'unsave',
] as const
const doing = array(
  constantFrom(...kinds).chain((kind) =>
    some.chain((which) =>
      words.chain((text) => integer({ min: 0, max: 5 }).map((n) => ({ kind, which, text, n }))),
    ),
  ),
  { minLength: 4, maxLength: 10 },
)

type Doing = { kind: (typeof kinds)[number]; which: typeof ids; text: string; n: number }

/** Does to a reader's library whatever can be done to it. */
async function keepFor({ store }: Site, { id }: Reader, { kind, which, text, n }: Doing) {
  const now = new Date('2026-11-20T12:00:00Z')
  switch (kind) {
    case 'save':
      return saveAll(store, id, which, now)
    case 'tag':
      return tag(store, id, which, text, now)
    case 'collect':
      return collect(store, id, which, { name: text }, now)
    case 'rate':
      return rate(store, id, which, n, now)
    case 'state':
      return setState(store, id, which, readStates[n % 3] ?? 'read', now)
    case 'note': {
      const note = await writeNote(store, id, { paper: which[0]!, body: text }, now)
      return editNote(store, id, note.id, `${text}, and more`, now)
    }
    case 'topic': {
      const made = await makeTopic(store, id, { name: text, examples: which }, now)
      return setThreshold(store, id, made.id, n / 5)
    }
    case 'import': {
      const list = which.map((one) => `https://arxiv.org/abs/${one}`).join('\n')
      return goOnWith(store, await beginImport(store, id, { name: text, text: list }, now), now)
    }
    case 'undo': {
      const done = await saveAll(store, id, which, now)
      return done && undo(store, id, done.id, now)
    }
    case 'unsave':
      return unsaveAll(store, id, which, now)
  }
}

test('whatever one reader keeps changes no page, feed or answer of another, nor of nobody', async () => {
  await using site = await openSite(papers)
  await site.search.refresh()
  const [ada, eve] = [await site.as('Ada'), await site.as('Eve')]
  await saveAll(site.store, eve.reader.id, ids.slice(0, 5), site.site.now())
  const scopes = ['read', 'write'] as const
  const { secret } = await makeToken(
    site.store,
    eve.reader.id,
    { name: 'A program', scopes: [...scopes] },
    site.site.now(),
  )
  const asEve = () =>
    everything(site, { Cookie: eve.cookie }, { Authorization: `Bearer ${secret}` })
  const asNobody = () => everything(site, {}, {})
  // Both twice: what changes by being asked for would say nothing about Ada.
  await asEve()
  const before = [await asEve(), await asNobody()]
  assert.ok((before[0]?.size ?? 0) > 80)

  await holds(
    asyncProperty(doing, async (deeds) => {
      for (const deed of deeds) await keepFor(site, ada.reader, deed)
      await site.search.refresh()
      await refreshTrending({ store: site.store, now: site.site.now }, AbortSignal.timeout(10_000))

      const after = [await asEve(), await asNobody()]

      for (const [i, was] of before.entries()) {
        for (const [address, told] of was) {
          assert.equal(after[i]?.get(address), told, `${i === 0 ? 'Eve' : 'nobody'}: ${address}`)
        }
      }
    }),
    {
      numRuns: Number(process.env['BROADSHEET_SECRETS'] ?? 1),
      seed: 20_261_121,
      endOnFailure: true,
    },
  )
  assert.match(await ada.read('/library'), /secret/)
})

test('what is labelled as one reader’s opens for nobody else', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- readers are made by accounts alone
  const [ada, eve] = ['ada', 'eve'] as string[] as [ReaderId, ReaderId]
  const label = privateTo(ada, { note: 'secret' })

  assert.equal(openFor(ada, label).note, 'secret')
  assert.throws(() => openFor(eve, label), /about to be shown to another/)
  assert.throws(() => openFor(undefined, label), /about to be shown to another/)
  assert.equal(JSON.stringify(label), '{}')
  assert.deepEqual(Object.keys(releases), ['asked for', 'brought in', 'made public'])
})
