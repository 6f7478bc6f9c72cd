// A client of arXiv's API from npm. It asks export.arxiv.org, so we stand in as its proxy.
import { createRequire } from 'node:module'
process.env.http_proxy = process.argv[2]
const arxiv = createRequire(import.meta.url)('arxiv-api')

const papers = await arxiv.search({
  searchQueryParams: [
    { include: [{ name: 'ferries', prefix: 'ti' }], exclude: [{ name: 'quantum', prefix: 'ti' }] },
  ],
  sortBy: 'submittedDate',
  sortOrder: 'ascending',
  maxResults: 5,
})
console.log(
  JSON.stringify(
    papers.map(({ id, title, authors, categories }) => ({
      id,
      title,
      authors: authors.flat(),
      categories: categories.map(({ term }) => term),
    })),
  ),
)
