import { Hono } from 'hono'
import { urlOf } from '../origin.ts'
import { words } from '../words/words.ts'

/** Lets a browser offer Broadsheet among its search engines. */
export function opensearch(): Hono {
  return new Hono().get('/opensearch.xml', (c) => {
    const host = urlOf(c).origin.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${words.name}</ShortName>
  <Description>${words.search.label}</Description>
  <Url type="text/html" template="${host}/search?q={searchTerms}"/>
  <Url type="application/atom+xml" template="${host}/search.atom?q={searchTerms}"/>
  <Url type="application/x-suggestions+json" rel="suggestions" template="${host}/opensearch/suggest?q={searchTerms}"/>
</OpenSearchDescription>
`
    return c.body(xml, 200, { 'Content-Type': 'application/opensearchdescription+xml' })
  })
}
