/** Asks a server again and again in a process of its own, in turns with others on the same store. */
import { harvest, type Source } from '#harvest'
import { openStore } from '#store'
import { conversation } from '../../src/harvest/ask.ts'
import { arxivManners } from '../../src/harvest/arxiv-manners.ts'

const [database = '', url = '', count = '1', name = ''] = process.argv.slice(2)

const source: Source = {
  name,
  origin: 'arxiv',
  asks: true,
  async *batches(_after, signal, turns) {
    const ask = conversation({ ...arxivManners, pace: 200 }, turns)
    for (let i = 0; i < Number(count); i++) {
      await ask(`${url}/${name}/${i}`, (text) => text, signal)
      yield { records: [], place: String(i) }
    }
  },
}

await using store = await openStore(database)
await harvest(store, source, new AbortController().signal)
