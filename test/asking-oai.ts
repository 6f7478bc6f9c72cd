/** Asks our OAI-PMH, and reads what it answers. */
import assert from 'node:assert/strict'
import { XMLParser, XMLValidator } from 'fast-xml-parser'

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => ['record', 'header', 'set', 'setSpec', 'metadataFormat'].includes(name),
})

/** Asks for a verb, and reads the answer, which must be XML whatever was asked. */
export async function askOf(
  app: { request: (path: string) => Response | Promise<Response> },
  query: string,
) {
  const answer = await app.request(`/oai?${query}`)
  const text = await answer.text()
  assert.equal(XMLValidator.validate(text), true, query)
  assert.equal(answer.status, 200, query)
  return parser.parse(text)['OAI-PMH']
}
