/**
 * How good recommendations are, and how fast: `npm run bench:recommend [-- PART…]`.
 *
 * Parts: `libraries` (readers' saved papers, one or ten known), `topics` (what curators added later),
 * `fewshot` (a topic from five examples), `readers` (simulated ones, over sixty days; writes the plot
 * of the docs) and `speed` (a click, a page over a large library, a night's refresh; the library is
 * that of bench:pages, in BROADSHEET_BENCH). Each prints the rivals beside us. Needs ../shared/data.
 */
import { benchFewshot } from './recommend/fewshot.ts'
import { benchLibraries } from './recommend/libraries.ts'
import { benchReaders } from './recommend/readers.ts'
import { benchSpeed } from './recommend/speed.ts'
import { benchTopics } from './recommend/topics.ts'

const asked = process.argv.slice(2)
const parts = {
  libraries: benchLibraries,
  topics: benchTopics,
  fewshot: benchFewshot,
  readers: benchReaders,
  speed: benchSpeed,
}

for (const [name, bench] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const began = performance.now()
  await bench()
  console.error(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`)
}
