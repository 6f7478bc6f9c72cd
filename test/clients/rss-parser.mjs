// Feeds, read by rss-parser from npm.
import { createRequire } from 'node:module'
const Parser = createRequire(import.meta.url)('rss-parser')

const parser = new Parser()
const read = async (path) =>
  (await parser.parseURL(process.argv[2] + path)).items.map(({ title, link, id, guid }) => ({
    title,
    link,
    id: id ?? guid,
  }))
console.log(
  JSON.stringify({
    atom: await read('/feeds/latest.atom'),
    rss: await read('/feeds/latest.rss'),
    query: await read('/api/query?search_query=ferries'),
  }),
)
