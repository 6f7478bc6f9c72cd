/**
 * What Zotero's translator “Embedded Metadata” takes of a page: Highwire's `citation_*` first, one
 * author for each tag; and where its translator “unAPI” would ask.
 */
export function asZotero(html: string) {
  const metas = [...html.matchAll(/<meta name="([^"]+)" content="([^"]*)"/g)]
  const all = (name: string) =>
    metas.flatMap(([, one, content]) => (one === name ? (content ?? '') : []))
  const [title] = all('citation_title')
  const [date] = [...all('citation_publication_date'), ...all('citation_date')]
  const [abstract] = [...all('citation_abstract'), ...all('description')]
  return {
    title,
    creators: all('citation_author'),
    date,
    abstract,
    pdf: all('citation_pdf_url')[0],
    doi: all('citation_doi')[0],
    unapi: html.match(/<link rel="unapi-server"[^>]*href="([^"]+)"/)?.[1],
  }
}
