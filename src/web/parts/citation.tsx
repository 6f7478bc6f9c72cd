import { raw } from 'hono/html'
import { isArxivId, jsonLdOf, lastFirst, type Paper, plainText } from '#paper'

/** What reference managers and Google Scholar read of a page. */
export function Citation({ paper, origin }: { paper: Paper; origin: string }) {
  const { id, publishedAt, updatedAt, doi, abstract, journalRef } = paper
  const arxiv = isArxivId(id)
  return (
    <>
      <meta name="citation_title" content={plainText(paper.title)} />
      {paper.authors.map((name) => (
        <meta name="citation_author" content={lastFirst(plainText(name))} />
      ))}
      <Meta name="citation_date" content={slashed(publishedAt)} />
      <Meta name="citation_online_date" content={slashed(updatedAt || publishedAt)} />
      <Meta name="citation_doi" content={doi} />
      <Meta name="citation_journal_title" content={journalRef} />
      {arxiv && (
        <>
          <meta name="citation_pdf_url" content={`https://arxiv.org/pdf/${id}`} />
          <meta name="citation_arxiv_id" content={id} />
        </>
      )}
      <Meta name="citation_abstract" content={plainText(abstract)} />
      <meta property="og:type" content="article" />
      <Meta property="article:published_time" content={publishedAt} />
      {paper.authors.slice(0, 20).map((name) => (
        <meta property="article:author" content={plainText(name)} />
      ))}
      <meta name="twitter:card" content="summary" />
      {formats.map(([type, ending]) => (
        <link rel="alternate" type={type} href={`/cite/${encodeURI(id)}.${ending}`} />
      ))}
      <script type="application/ld+json">{raw(inert(jsonLdOf(paper, origin)))}</script>
    </>
  )
}

/** The formats in which a citation is had, beside the page. */
const formats = [
  ['application/x-bibtex', 'bib'],
  ['application/x-research-info-systems', 'ris'],
  ['application/vnd.citationstyles.csl+json', 'json'],
  ['application/ld+json', 'jsonld'],
] as const

/**
 * Where things are that belong to a paper, for programs that read no page (https://signposting.org):
 * how to cite it, what describes it, where it is and under which licence.
 */
export function signposts({ id, doi, license }: Paper): string {
  const arxiv = isArxivId(id)
  const cited = doi || (arxiv ? `10.48550/arXiv.${id}` : '')
  const posts: (string | false)[] = [
    cited !== '' && `<https://doi.org/${encodeURI(cited)}>; rel="cite-as"`,
    '<https://schema.org/ScholarlyArticle>; rel="type"',
    '<https://schema.org/AboutPage>; rel="type"',
    ...formats.map(
      ([type, ending]) => `</cite/${encodeURI(id)}.${ending}>; rel="describedby"; type="${type}"`,
    ),
    arxiv && `<https://arxiv.org/pdf/${id}>; rel="item"; type="application/pdf"`,
    /^https?:[^\s<>"]+$/.test(license) && `<${license}>; rel="license"`,
  ]
  return posts
    .filter(Boolean)
    .join(', ')
    .replace(/[^\x20-\x7e]/g, '')
}

/** JSON in which nothing can be taken for markup, by any reading of the page. */
const inert = (value: object): string =>
  JSON.stringify(value)
    .replace(/\\"/g, '\\u0022')
    .replace(/[<>&'=]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

function Meta({ content, ...named }: { name?: string; property?: string; content: string }) {
  return content ? <meta {...named} content={content} /> : null
}

const slashed = (date: string) => date.slice(0, 10).replaceAll('-', '/')
