import { codeLinks, isArxivId, isProvisional, type Paper, type PaperId } from '#paper'
import { words } from '../words/words.ts'
import { doiLink } from './facts.tsx'

/** Where a paper can be read, and where its code is. */
export function Links({ paper }: { paper: Paper }) {
  const places = placesOf(paper)
  const code = codeLinks(`${paper.comments} ${paper.abstract}`)
  return (
    <>
      {places.length > 0 && (
        <ul class="links" aria-label={words.paper.read}>
          {places.map(([name, url]) => (
            <li>
              <a href={url} rel="noreferrer">
                {name}
              </a>
            </li>
          ))}
        </ul>
      )}
      {!isProvisional(paper.id) && <Cite id={paper.id} />}
      {code.length > 0 && (
        <section class="code">
          <h2>{words.paper.code}</h2>
          <ul>
            {code.map((url) => (
              <li>
                <a href={url} rel="noreferrer">
                  {url.replace(/^https?:\/\/(www\.)?/, '')}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** The paper as reference managers take it, and as it stands in a list of references. */
function Cite({ id }: { id: PaperId }) {
  const at = `/cite/${encodeURI(id)}`
  return (
    <p class="cite">
      {words.paper.cite}: <a href={`/bibtex/${encodeURI(id)}`}>BibTeX</a>{' '}
      <a href={`${at}.ris`}>RIS</a> <a href={`${at}.json`}>CSL-JSON</a>{' '}
      <a href={`${at}?style=apa`}>APA</a> <a href={`${at}?style=vancouver`}>Vancouver</a>
    </p>
  )
}

type Place = readonly [name: string, url: string]

/** The pages that other houses have of a paper. */
function placesOf({ id, doi }: Paper): Place[] {
  const { abs, pdf, html, atDoi, atAcl, atReview } = words.paper
  const value = id.slice(id.indexOf(':') + 1)
  const publisher: Place[] = doi ? [[atDoi, doiLink(doi)]] : []
  if (isArxivId(id)) {
    return [
      [abs, `https://arxiv.org/abs/${id}`],
      [pdf, `https://arxiv.org/pdf/${id}`],
      [html, `https://arxiv.org/html/${id}`],
      ...publisher,
    ]
  }
  if (id.startsWith('acl:')) {
    return [
      [atAcl, `https://aclanthology.org/${value}/`],
      [pdf, `https://aclanthology.org/${value}.pdf`],
      ...publisher,
    ]
  }
  if (id.startsWith('openreview:')) {
    return [
      [atReview, `https://openreview.net/forum?id=${value}`],
      [pdf, `https://openreview.net/pdf?id=${value}`],
      ...publisher,
    ]
  }
  if (id.startsWith('doi:')) return [[atDoi, doiLink(value)]]
  return publisher
}
