import { isDay } from '#paper'
import { OaiFault } from './fault.ts'

export const verbs = [
  'Identify',
  'ListMetadataFormats',
  'ListSets',
  'GetRecord',
  'ListIdentifiers',
  'ListRecords',
] as const

export type Verb = (typeof verbs)[number]

/** A request that has what its verb asks for, and nothing else (section 4). */
export type OaiRequest = {
  readonly verb: Verb
  readonly arguments: Readonly<Partial<Record<Argument, string>>>
}

type Argument = 'identifier' | 'metadataPrefix' | 'from' | 'until' | 'set' | 'resumptionToken'

type Shape = {
  readonly required: readonly Argument[]
  readonly optional: readonly Argument[]
  /** Stands alone where it stands at all. */
  readonly exclusive?: Argument
}

const list: Shape = {
  required: ['metadataPrefix'],
  optional: ['from', 'until', 'set'],
  exclusive: 'resumptionToken',
}

const shapes: Record<Verb, Shape> = {
  Identify: { required: [], optional: [] },
  ListMetadataFormats: { required: [], optional: ['identifier'] },
  ListSets: { required: [], optional: [], exclusive: 'resumptionToken' },
  GetRecord: { required: ['identifier', 'metadataPrefix'], optional: [] },
  ListIdentifiers: list,
  ListRecords: list,
}

/** Reads the arguments of a request, from its address or its form. */
export function readRequest(sent: URLSearchParams): OaiRequest {
  const [name = '', ...more] = sent.getAll('verb')
  const verb = verbs.find((one) => one === name)
  if (!verb || more.length > 0) {
    throw new OaiFault(
      'badVerb',
      name === ''
        ? 'The argument “verb” is missing.'
        : `There is one verb, of: ${verbs.join(', ')}.`,
    )
  }
  const { required, optional, exclusive } = shapes[verb]
  const known = new Set<string>([...required, ...optional, ...(exclusive ? [exclusive] : [])])
  const read: Partial<Record<Argument, string>> = {}
  for (const [argument, value] of sent) {
    if (argument === 'verb') continue
    if (!known.has(argument)) {
      throw new OaiFault('badArgument', `${verb} knows no argument “${argument.slice(0, 60)}”.`)
    }
    if (argument in read) throw new OaiFault('badArgument', `“${argument}” stands there twice.`)
    Object.assign(read, { [argument]: value })
  }
  if (exclusive && read[exclusive] !== undefined) {
    if (Object.keys(read).length > 1) {
      throw new OaiFault('badArgument', `“${exclusive}” stands alone, without other arguments.`)
    }
    return { verb, arguments: read }
  }
  const missing = required.filter((argument) => !read[argument])
  if (missing.length > 0) {
    throw new OaiFault(
      'badArgument',
      `${verb} wants ${missing.map((one) => `“${one}”`).join(', ')}.`,
    )
  }
  return { verb, arguments: read }
}

/** The first and the last instant that a selective harvest asks for (section 2.7.1). */
export function stretchIn({ from, until }: OaiRequest['arguments']): {
  readonly from?: string
  readonly until?: string
} {
  if (from !== undefined && until !== undefined && from.length !== until.length) {
    throw new OaiFault('badArgument', '“from” and “until” must be of the same granularity.')
  }
  const first = from === undefined ? undefined : instant('from', from)
  const last = until === undefined ? undefined : instant('until', until)
  if (first && last && first.begin > last.end) {
    throw new OaiFault('badArgument', '“from” must not be after “until”.')
  }
  return { ...(first && { from: first.begin }), ...(last && { until: last.end }) }
}

function instant(name: string, text: string): { begin: string; end: string } {
  if (isDay(text)) return { begin: `${text}T00:00:00.000Z`, end: `${text}T23:59:59.999Z` }
  const [, day = '', time = ''] = text.match(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)Z$/) ?? []
  if (isDay(day) && !Number.isNaN(Date.parse(text))) {
    return { begin: `${day}T${time}.000Z`, end: `${day}T${time}.999Z` }
  }
  throw new OaiFault(
    'badArgument',
    `“${name}” must be like 2026-11-20 or 2026-11-20T12:00:00Z, in UTC.`,
  )
}
