// Feeds, read by feedparser from npm.
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
const FeedParser = createRequire(import.meta.url)('feedparser')

async function read(path) {
  const answer = await fetch(process.argv[2] + path)
  const parser = Readable.from([await answer.text()]).pipe(
    new FeedParser({ feedurl: process.argv[2] + path }),
  )
  const items = []
  for await (const item of parser)
    items.push({ title: item.title, link: item.link, guid: item.guid, by: item.author })
  return items
}
console.log(
  JSON.stringify({
    atom: await read('/feeds/latest.atom'),
    rss: await read('/feeds/latest.rss'),
    query: await read('/api/query?search_query=ferries'),
  }),
)
