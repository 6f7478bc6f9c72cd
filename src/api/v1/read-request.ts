import type { Context } from 'hono'
import { z } from 'zod'
import { type Fault, Refusal } from './problem.ts'
import type { Route } from './route.ts'

/** What was sent with a request, as the shapes of its route say. */
export type Sent = {
  readonly path: Record<string, unknown>
  readonly query: Record<string, unknown>
  readonly body: Record<string, unknown>
}

/** Makes what reads the requests of a route. It refuses what it cannot read, and says all that is wrong. */
export function requestReader({ params, query, body }: Route) {
  const lists = query ? namesOfLists(query) : new Set<string>()
  const wholeBody = body?.strict()
  return async (c: Context): Promise<Sent> => {
    const faults: Fault[] = []
    const read = (place: Fault['in'], shape: z.ZodObject | undefined, sent: unknown) => {
      if (!shape) return {}
      const reading = shape.safeParse(sent)
      if (reading.success) return reading.data
      faults.push(...reading.error.issues.flatMap((issue) => faultsOf(place, issue)))
      return {}
    }
    const path = read('path', params, c.req.param())
    const asked = read('query', query, fieldsOf(c, query, lists, faults))
    const sent = wholeBody ? read('body', wholeBody, await jsonOf(c)) : {}
    if (faults.length > 0) {
      const [{ name, says } = { name: '', says: '' }] = faults
      const others = faults.length > 1 ? ` There ${countOf(faults.length - 1)} more.` : ''
      throw new Refusal('invalid', `“${name}” ${says}.${others}`, { errors: faults })
    }
    return { path, query: asked, body: sent }
  }
}

const countOf = (n: number) => (n === 1 ? 'is 1' : `are ${n}`)

/** The fields of an address. One that is no list may stand there once; one that nobody knows is a mistake. */
function fieldsOf(
  c: Context,
  shape: z.ZodObject | undefined,
  lists: ReadonlySet<string>,
  faults: Fault[],
): Record<string, string | string[]> {
  const { searchParams } = new URL(c.req.url)
  const fields: Record<string, string | string[]> = {}
  for (const name of new Set(searchParams.keys())) {
    const all = searchParams.getAll(name)
    if (!shape || !Object.hasOwn(shape.shape, name)) {
      const known = shape ? `: there are ${Object.keys(shape.shape).join(', ')}` : ''
      faults.push({ in: 'query', name: name.slice(0, 100), says: `is not known here${known}` })
    } else if (lists.has(name)) fields[name] = all
    else if (all.length > 1) faults.push({ in: 'query', name, says: 'stands there twice' })
    else fields[name] = all[0] ?? ''
  }
  return fields
}

async function jsonOf(c: Context): Promise<unknown> {
  const type = c.req.header('Content-Type') ?? ''
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    throw new Refusal('media', 'Send JSON, and say so: Content-Type: application/json.')
  }
  try {
    return await c.req.json()
  } catch {
    throw new Refusal('invalid', 'The body is not JSON.', {
      errors: [{ in: 'body', name: '', says: 'is not JSON' }],
    })
  }
}

function faultsOf(place: Fault['in'], issue: z.core.$ZodIssue): Fault[] {
  const at = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      in: place,
      name: [...at, key].join('.').slice(0, 100),
      says: 'is not known here',
    }))
  }
  const says = issue.message
    .replace(/^Invalid input: /, 'is wrong: ')
    .replace(/^Too (small|big): /, 'is too $1: ')
    .replace(/^Invalid option: expected one of /, 'is none of ')
    .replace(/\.$/, '')
  return [{ in: place, name: at.join('.').slice(0, 100), says }]
}

const namesOfLists = (shape: z.ZodObject): Set<string> =>
  new Set(
    Object.entries(shape.shape)
      .filter(([, field]) => z.toJSONSchema(field, { io: 'input' }).type === 'array')
      .map(([name]) => name),
  )
