import { Garbled } from './ask.ts'
import { isRow, type Row } from './text.ts'
import { asList, isBomb, readXml, textOf } from './xml.ts'

/** One answer to ListRecords, see https://www.openarchives.org/OAI/openarchivesprotocol.html. */
export type OaiPage = {
  readonly records: readonly OaiRecord[]
  /** How to ask for the next page; absent on the last. */
  readonly token?: string
  /** Until when the token holds, where that is said. */
  readonly expires?: string
  /** How many records all pages have together, and how many were before this one, where it is said. */
  readonly total?: number
  readonly cursor?: number
  readonly error?: { readonly code: string; readonly message: string }
}

export type OaiRecord = {
  readonly identifier: string
  readonly datestamp: string
  readonly deleted: boolean
  /** What stands in `<metadata>`, below the element that names its format. */
  readonly metadata: Row | undefined
}

/** Reads an answer. One that is not well-formed, or not of OAI-PMH, is refused as garbled. */
export function readOaiPage(xml: string): OaiPage {
  const document = readXml(xml)
  const root = document['OAI-PMH']
  if (!isRow(root)) throw new Garbled(notOai(xml), xml)
  const [error] = asList(root['error'])
  if (error !== undefined) return { records: [], error: errorIn(error) }
  const list = root['ListRecords'] ?? root['GetRecord']
  if (list === undefined) throw new Garbled('it has neither records nor an error', xml)
  if (!isRow(list)) return { records: [] }
  return { records: asList(list['record']).flatMap(recordIn), ...tokenIn(list) }
}

/**
 * What can be saved of an answer that is cut or broken: the records that are whole, and those in
 * its midst that are not.
 */
export function salvage(xml: string): {
  records: readonly OaiRecord[]
  broken: readonly string[]
  token?: string
  expires?: string
} {
  const records: OaiRecord[] = []
  const broken: string[] = []
  if (isBomb(xml)) return { records, broken }
  for (const [piece] of xml.matchAll(/<record>.*?(?:<\/record>|(?=<record>))/gs)) {
    try {
      records.push(...asList(readXml(piece)['record']).flatMap(recordIn))
    } catch (error) {
      if (!(error instanceof Garbled)) throw error
      broken.push(piece)
    }
  }
  const [element] = xml.match(/<resumptionToken\b[^>]*>[^<]*<\/resumptionToken>/) ?? []
  return { records, broken, ...(element && tokenIn(readXml(element))) }
}

function recordIn(record: unknown): OaiRecord | [] {
  const header = isRow(record) ? record['header'] : undefined
  if (!isRow(record) || !isRow(header)) return []
  const metadata = isRow(record['metadata']) ? record['metadata'] : {}
  const format = Object.values(metadata).find(isRow)
  return {
    identifier: textOf(header['identifier']),
    datestamp: textOf(header['datestamp']),
    deleted: header['@status'] === 'deleted',
    metadata: format,
  }
}

function tokenIn(list: Row): Partial<OaiPage> {
  const element = list['resumptionToken']
  const token = textOf(element)
  const {
    '@expirationDate': expires,
    '@completeListSize': total,
    '@cursor': cursor,
  } = isRow(element) ? element : {}
  return {
    ...(token && { token }),
    ...(typeof expires === 'string' && { expires }),
    ...(total !== undefined && { total: Number(total) }),
    ...(cursor !== undefined && { cursor: Number(cursor) }),
  }
}

function errorIn(error: unknown): { code: string; message: string } {
  const code = isRow(error) ? error['@code'] : undefined
  return {
    code: typeof code === 'string' ? code : 'unnamed',
    message: textOf(error).replace(/\s+/g, ' '),
  }
}

const notOai = (xml: string) =>
  /<html/i.test(xml) ? 'it is a web page, not OAI-PMH' : 'it is not OAI-PMH'
