import { isArxivId, lastFirst, type Paper, plainText } from '#paper'

/** What reference managers and Google Scholar read of a page. */
export function Citation({ paper }: { paper: Paper }) {
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
      <meta name="twitter:card" content="summary" />
    </>
  )
}

function Meta({ content, ...named }: { name?: string; property?: string; content: string }) {
  return content ? <meta {...named} content={content} /> : null
}

const slashed = (date: string) => date.slice(0, 10).replaceAll('-', '/')
