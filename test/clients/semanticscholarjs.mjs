// A client of Semantic Scholar's API from npm, which takes the address it asks as an argument.
import { createRequire } from 'node:module'
const { SemanticScholar } = createRequire(import.meta.url)('semanticscholarjs')

const client = new SemanticScholar(10_000, null, process.argv[2])
const paper = await client.get_paper('ARXIV:2611.10001')
const several = await client.get_papers(['ARXIV:2611.10001', 'ARXIV:2611.10002'])
const near = await client.get_recommended_papers('2611.10001', ['title'], 5, 'all-cs')
const from = await client.get_recommended_papers_from_lists(
  ['2611.10001'],
  ['2611.10003'],
  ['title'],
  5,
)
console.log(
  `\n${JSON.stringify({
    title: paper.title,
    several: several.map((one) => one.title),
    near: near.map((one) => one.title),
    from: from.map((one) => one.title),
  })}`,
)
