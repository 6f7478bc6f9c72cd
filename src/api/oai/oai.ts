import { type Context, Hono } from 'hono'
import { earliestStamp, paperOf, type Stamp, stampsOf } from '#catalog'
import { document, tag, type Xml } from '#xml'
import { keptAnswers, type Made } from '../kept.ts'
import type { Site } from '../site.ts'
import { latestOf } from './curated.ts'
import { OaiFault } from './fault.ts'
import { curationSchema, formatsAt } from './formats.ts'
import { formatOf, listPage, setsPage } from './lists.ts'
import { idIn, identifierOf, records } from './records.ts'
import { type OaiRequest, readRequest } from './request.ts'

const namespace = 'http://www.openarchives.org/OAI/2.0/'

/**
 * The Open Archives Initiative Protocol for Metadata Harvesting 2.0, as provider:
 * https://www.openarchives.org/OAI/openarchivesprotocol.html. Whoever harvests arXiv harvests us.
 */
export function oai(site: Site): Hono {
  const answer = keptAnswers(site)
  return new Hono()
    .get('/oai', (c) => answer(c, () => reply(site, c, new URL(c.req.url).searchParams)))
    .post('/oai', async (c) => {
      const { body, type } = await reply(site, c, new URLSearchParams(await c.req.text()))
      return c.body(body, 200, { 'Content-Type': type })
    })
    .get('/oai/curation.xsd', (c) =>
      answer(c, async () => ({ body: curationSchema, type: 'application/xml; charset=utf-8' })),
    )
}

async function reply(site: Site, c: Context, sent: URLSearchParams): Promise<Made> {
  const origin = c.get('origin')
  const at = `${site.now().toISOString().slice(0, 19)}Z`
  try {
    const request = readRequest(sent)
    const content = await answerTo(site, request, origin)
    return made(at, origin, { verb: request.verb, ...request.arguments }, content)
  } catch (error) {
    if (!(error instanceof OaiFault)) throw error
    // What could not be understood is not repeated (section 3.2).
    const isUnderstood = error.code !== 'badVerb' && error.code !== 'badArgument'
    const repeated = isUnderstood ? Object.fromEntries(sent) : {}
    return made(at, origin, repeated, tag('error', { code: error.code }, error.message))
  }
}

function made(
  at: string,
  origin: string,
  repeated: Readonly<Record<string, string>>,
  content: Xml,
): Made {
  const root = tag(
    'OAI-PMH',
    {
      xmlns: namespace,
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation': `${namespace} ${namespace}OAI-PMH.xsd`,
    },
    tag('responseDate', {}, at),
    tag('request', repeated, `${origin}/oai`),
    content,
  )
  return { body: document(root), type: 'text/xml; charset=utf-8' }
}

async function answerTo(site: Site, request: OaiRequest, origin: string): Promise<Xml> {
  const { verb, arguments: asked } = request
  switch (verb) {
    case 'Identify':
      return identify(site, origin)
    case 'ListMetadataFormats':
      return listFormats(site, asked.identifier, origin)
    case 'ListSets':
      return setsPage(site, asked.resumptionToken)
    case 'GetRecord':
      return getRecord(site, asked, origin)
    case 'ListIdentifiers':
    case 'ListRecords':
      break
  }
  return listPage(site, verb, asked, origin)
}

async function identify({ store, contact, now }: Site, origin: string): Promise<Xml> {
  const { hostname } = new URL(origin)
  const earliest = (await earliestStamp(store)) ?? now().toISOString()
  return tag(
    'Identify',
    {},
    tag('repositoryName', {}, 'Broadsheet'),
    tag('baseURL', {}, `${origin}/oai`),
    tag('protocolVersion', {}, '2.0'),
    tag('adminEmail', {}, contact || `webmaster@${hostname}`),
    tag('earliestDatestamp', {}, `${earliest.slice(0, 19)}Z`),
    tag('deletedRecord', {}, 'persistent'),
    tag('granularity', {}, 'YYYY-MM-DDThh:mm:ssZ'),
    // A name without a dot, as localhost, is none that the guidelines know.
    hostname.includes('.') ? description(hostname) : undefined,
  )
}

/** The guidelines for identifiers: http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm */
function description(hostname: string): Xml {
  const name = `${namespace}oai-identifier`
  return tag(
    'description',
    {},
    tag(
      'oai-identifier',
      {
        xmlns: name,
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'xsi:schemaLocation': `${name} ${name}.xsd`,
      },
      tag('scheme', {}, 'oai'),
      tag('repositoryIdentifier', {}, hostname),
      tag('delimiter', {}, ':'),
      tag('sampleIdentifier', {}, `oai:${hostname}:2401.00001`),
    ),
  )
}

async function listFormats(
  site: Site,
  identifier: string | undefined,
  origin: string,
): Promise<Xml> {
  const stamp = identifier === undefined ? undefined : await recordOf(site, identifier, origin)
  const paper = stamp && (await paperOf(site.store, stamp.id))
  const formats = formatsAt(origin).filter((format) => !paper || format.fits(paper))
  return tag(
    'ListMetadataFormats',
    {},
    formats.map(({ prefix, schema, namespace: name }) =>
      tag(
        'metadataFormat',
        {},
        tag('metadataPrefix', {}, prefix),
        tag('schema', {}, schema),
        tag('metadataNamespace', {}, name),
      ),
    ),
  )
}

async function getRecord(
  site: Site,
  { identifier = '', metadataPrefix = '' }: OaiRequest['arguments'],
  origin: string,
): Promise<Xml> {
  const format = formatOf(metadataPrefix, origin)
  const stamp = await recordOf(site, identifier, origin)
  const readersAt =
    format.prefix === 'curation'
      ? (await latestOf(site.store, [stamp.id])).get(stamp.id)
      : undefined
  const [record] = await records(site, [{ ...stamp, at: readersAt ?? stamp.at }], format, origin)
  if (!record) {
    throw new OaiFault(
      'cannotDisseminateFormat',
      `${identifierOf(stamp.id, origin)} cannot be told in the format “${format.prefix}”.`,
    )
  }
  return tag('GetRecord', {}, record)
}

async function recordOf({ store }: Site, identifier: string, origin: string): Promise<Stamp> {
  const id = idIn(identifier, origin)
  const stamp = id && (await stampsOf(store, [id])).get(id)
  if (stamp) return stamp
  throw new OaiFault('idDoesNotExist', `There is no record “${identifier.slice(0, 200)}” here.`)
}
