import { papersOf } from '#catalog'
import { plainText } from '#paper'
import { forYou } from '#recommend'
import type { ReaderId } from '#store'
import { assets } from '../assets.ts'
import { namedIn, titlesOf } from '../parts/reasons.tsx'
import { reasonsInWords } from '../parts/reasons-text.ts'
import type { Site } from '../site.ts'
import { taste } from '../words/taste.ts'
import { words } from '../words/words.ts'
import { atom } from './atom.ts'
import { lastingId } from './feed.ts'
import { paperEntry } from './paper-entry.ts'

/** What a reader may like as a feed, each paper with why. */
export async function personalFeed(
  site: Site,
  reader: ReaderId,
  { origin, key, now }: { readonly origin: string; readonly key: string; readonly now: Date },
): Promise<string> {
  const { papers } = await forYou(site, reader, { now })
  const titles = titlesOf(await papersOf(site.store, namedIn(papers)))
  return atom({
    id: lastingId('for you', reader),
    title: `${taste.forYou.heading} — ${words.name}`,
    page: `${origin}/for-you`,
    self: `${origin}/feeds/for-you/${key}.atom`,
    icon: origin + assets.icon,
    entries: papers.map(({ paper, reasons }) => {
      const entry = paperEntry(paper, origin)
      const why = reasonsInWords(reasons, titles)
      return {
        ...entry,
        text: `${why}\n\n${entry.text}`,
        html: `<p><em>${escaped(plainText(why))}</em></p>${entry.html}`,
      }
    }),
  })
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
