import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv'
import * as fc from 'fast-check'
import { makeToken } from '#accounts'
import { say } from '#discussion'
import { makeGroup } from '#groups'
import { collect, collectionsOf, save } from '#library'
import { readPaperId } from '#paper'
import { refreshScores } from '#trending'
import { vote } from '#votes'
import { addHook, keepWatch } from '#watches'
import { Document, operationsOf, requestsOf } from '../../../test/fuzz.ts'
import { openSite, paperOn, putTogether, aDay } from '../../../test/site.ts'
import { surfaces } from '../../cli/surfaces.ts'
import { documentOf } from './document.ts'

/** So many requests of each operation; more of them where somebody asks. */
const times = Number(process.env['BROADSHEET_FUZZ'] ?? 6)

const papers = ['2611.10001', '2611.10002', 'math.GT/0309136', 'acl:2026.a-1'].map((id) =>
  paperOn('2026-11-20', id),
)

test('whatever is asked, the answer has a status and a shape that the document names', async () => {
  await using site = await openSite(papers)
  await site.search.refresh()
  const { ask, known } = await prepared(site)
  const document = Document.parse(JSON.parse(JSON.stringify(documentOf('http://localhost'))))
  const isShaped = shapesOf(document)
  const seen = new Set<string>()

  // What takes something away comes last, so that there is something.
  const operations = operationsOf(document)
  const last = operations.filter(({ method }) => method === 'delete')
  for (const operation of [...operations.filter((one) => !last.includes(one)), ...last]) {
    const sent = fc.record({
      made: requestsOf(operation, known),
      who: fc.constantFrom(0, 1, 2, 3, 3, 3, 4, 4, 4),
    })
    const property = fc.asyncProperty(sent, async ({ made, who }) => {
      const answer = await ask(made, who)
      const told = `${operation.operationId} ${made.path} ${JSON.stringify(made.request.body ?? '')}: ${answer.status}`
      const response = operation.responses[answer.status]
      seen.add(`${operation.operationId} ${answer.status}`)
      assert.ok(response, `${told} is not in the document`)
      const type = answer.headers.get('Content-Type')
      const text = await answer.text()
      if (!response.content) return assert.equal(text, '', told)
      const [named] = Object.keys(response.content)
      assert.equal(type, named, told)
      const faults = isShaped(
        `${operation.operationId} ${answer.status}`,
        response,
        JSON.parse(text),
      )
      assert.equal(faults, '', `${told}: ${text.slice(0, 500)}`)
    })
    await fc.assert(property, { numRuns: times, endOnFailure: true, seed: 7 })
  }

  // Nothing would be shown if all of it were refused.
  const never = operations
    .map(({ operationId: name }) => name)
    .filter((name) => ![...seen].some((one) => one.startsWith(`${name} 20`)))
  assert.ok(never.length < operations.length / 2, `never answered: ${never.join(', ')}`)
})

type Opened = Awaited<ReturnType<typeof openSite>>

/** A site with something of everything, and people who ask it. */
async function prepared(site: Opened) {
  let at = Date.parse('2026-11-20T12:00:00Z')
  // Time goes on, so that nobody writes too often.
  const app = surfaces({ ...site.site, now: () => new Date((at += 5_000)) })
  const ada = (await site.as('Ada')).reader
  const address = { email: 'ada@example.org', emailVerified: 1 }
  await site.store.updateTable('readers').set(address).where('id', '=', ada.id).execute()
  const kay = (await site.as('Kay', 'curator')).reader
  const [first] = papers
  const id = readPaperId(first?.id ?? '')
  await vote(site.store, kay.id, id)
  await refreshScores(site.store)
  const comment = await say(site.store, ada, { paper: id, body: 'So it is.' })
  const watch = await keepWatch(site.store, ada.id, { query: 'number' })
  const hook = await addHook(site.store, ada.id, {
    watch: watch.id,
    url: 'https://hooks.example.org/y',
    shape: 'json',
  })
  const act = await save(site.store, ada.id, id)
  await collect(site.store, ada.id, [id], { name: 'Mine' })
  const [collection] = await collectionsOf(site.store, ada.id)
  const group = await makeGroup(site.store, ada, {
    name: 'Bread',
    about: '',
    openness: 'private',
    joining: 'request',
  })
  await putTogether(site.store, { id: 'page', name: 'A page', day: aDay('2026-11-20') }, [
    { record: paperOn('2026-11-20', '2611.10001'), section: 'Best' },
  ])
  const tokenOf = async (reader: typeof ada, scopes: readonly ('read' | 'write' | 'curate')[]) =>
    (await makeToken(site.store, reader.id, { name: 'one', scopes })).secret
  const tokens = [
    undefined,
    'bs_wrong',
    await tokenOf(ada, ['read']),
    await tokenOf(ada, ['read', 'write']),
    await tokenOf(kay, ['read', 'write', 'curate']),
  ]
  const ids = papers.map((paper) => paper.id ?? '')
  return {
    known: {
      id: [...ids, ids],
      name: ['Theirs'],
      paper: ids,
      liked: [ids],
      disliked: [['2611.10002']],
      cursor: [],
      category: ['cs.LG', ['cs.LG', 'cs.CL']],
      day: ['2026-11-20', 'latest'],
      from: ['2026-11-19'],
      to: ['2026-11-21'],
      comment: [comment.id],
      parent: [comment.id],
      watch: [watch.id],
      collection: [collection?.id ?? ''],
      edition: ['page'],
      group: [group],
      method: ['none'],
      style: ['apa', 'none'],
      author: ['Ada Lovelace'],
      q: ['number', '"On the number"', 'ti:number', 'is:picked', '~2611.10001'],
      topic: ['', 'cs.LG'],
      url: ['https://hooks.example.org/x'],
      zone: ['Europe/Berlin'],
      days: ['135'],
      secret: ['one of mine'],
      webhook: [hook.id],
      act: [act?.id ?? ''],
      handle: ['ada-two'],
    },
    ask: (made: { path: string; request: RequestInit }, who: number) => {
      const headers = new Headers(made.request.headers)
      const token = tokens[who]
      if (token !== undefined) headers.set('Authorization', `Bearer ${token}`)
      return app.request(`http://localhost/api/v1${made.path}`, { ...made.request, headers })
    },
  }
}

/** Judges answers by the schemas of the document: says what is wrong, or nothing. */
function shapesOf({ components }: Document) {
  const engine = new AjvJsonSchemaValidator()
  const judges = new Map<
    string,
    (value: unknown) => { valid: boolean; errorMessage: string | undefined }
  >()
  return (name: string, response: unknown, value: unknown): string => {
    let judge = judges.get(name)
    if (!judge) {
      const [media] = Object.values(Object(response).content)
      const schema = { ...Object(placed(Object(media).schema)), $defs: placed(components.schemas) }
      judge = engine.getValidator(schema)
      judges.set(name, judge)
    }
    const { valid, errorMessage = '' } = judge(value)
    return valid ? '' : errorMessage
  }
}

const placed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/'))
