import { Hono } from 'hono'
import {
  type Edition,
  editionsWith,
  otherIds,
  paperOf,
  papersOf,
  type Version,
  versionsOf,
} from '#catalog'
import { DomainError } from '#domain-error'
import { type Lab, labOf } from '#labs'
import { noteOpened, openFor } from '#library'
import {
  dayOf,
  isProvisional,
  type Paper,
  type PaperId,
  paperPath,
  readPaperId,
  opening,
  plainText,
} from '#paper'
import { feedPaths } from '../feeds/feed-paths.ts'
import { frameWith } from '../frame.ts'
import { Authors } from '../parts/authors.tsx'
import { type Authorship, Authors as AuthorsHere, authorshipOf } from '../parts/authorship.tsx'
import { Entries } from '../parts/entry.tsx'
import { Facts } from '../parts/facts.tsx'
import { LabScript, RunHere } from '../parts/lab-run.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { editionPath } from '../parts/paths.ts'
import { Links } from '../parts/links.tsx'
import { type PaperPlaces, PaperReaders, placesFor } from '../parts/paper-readers.tsx'
import { Discussion, type Talk, talkUnder } from '../parts/discussion.tsx'
import { Citation, signposts } from '../parts/citation.tsx'
import { PaperNotes, type PaperShelf, PaperStand, shelfFor } from '../parts/paper-shelf.tsx'
import { rich } from '../parts/rich.ts'
import { sinceKept, type SinceKept, SinceYouKept } from '../parts/since-kept.tsx'
import { Time } from '../parts/time.tsx'
import { Versions } from '../parts/versions.tsx'
import { readerOf } from '../reader.ts'
import { houseOf, type Site } from '../site.ts'
import { feedWords } from '../words/feeds.ts'
import { versions as told } from '../words/versions.ts'
import { sourceInWords, words } from '../words/words.ts'

/** How many similar papers stand under a paper. */
const similarCount = 6

/** A paper under its id, or under anything that people paste for one. */
export function paper(site: Site): Hono {
  const { store, search, now } = site
  return new Hono()
    .get('/papers', (c) => c.redirect('/search', 302))
    .get('/papers/*', async (c) => {
      const asked = pasted(c.req.url)
      const id = readPaperId(asked)
      const found = await paperOf(store, id)
      if (!found) throw new DomainError('missing', words.paper.missing(id))
      // A paper that became another one stays that; another spelling of an id is only that.
      if (found.id !== id) return c.redirect(paperPath(found.id), 301)
      if (asked !== id) return c.redirect(paperPath(id), 302)

      const house = { needed: houseOf(site).endorsements, today: dayOf(now()) }
      const [editions, versions, others, near, places, talk, authorship, label] = await Promise.all(
        [
          editionsWith(store, id),
          versionsOf(store, id),
          otherIds(store, id),
          search.near(id, similarCount),
          placesFor(store, found, house),
          talkUnder(store, id, readerOf(c)),
          authorshipOf(store, id, readerOf(c)),
          shelfFor(store, readerOf(c)?.id, found),
        ],
      )
      const similar = await papersOf(
        store,
        near.map((hit) => hit.id),
      )
      const lab = await labOf(id)
      const reader = readerOf(c)
      const shelf = label && openFor(reader?.id, label)
      if (reader && shelf?.stand) await noteOpened(store, reader.id, id, now())
      const since = await sinceKept(site, reader, id)
      c.header('Link', signposts(found))
      return c.render(
        <PaperPage
          frame={await frameWith(c, store, [found, ...similar, ...since.papers], {
            others: similar,
          })}
          paper={found}
          editions={editions}
          versions={versions}
          others={others}
          similar={similar}
          lab={lab}
          places={places}
          talk={talk}
          authorship={authorship}
          shelf={shelf}
          since={since}
        />,
      )
    })
}

/** What stands after `/papers/`, as it was meant. */
function pasted(url: string): string {
  const { pathname, search } = new URL(url)
  const rest = pathname.slice('/papers/'.length)
  return (decoded(rest) ?? rest) + (search.startsWith('?id=') ? search : '')
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined // a percent sign that stands for itself
  }
}

function PaperPage(props: {
  frame: Frame
  paper: Paper
  editions: readonly Edition[]
  versions: readonly Version[]
  others: readonly PaperId[]
  similar: readonly Paper[]
  lab: Lab | undefined
  places: PaperPlaces
  talk: Talk
  authorship: Authorship
  shelf: PaperShelf | undefined
  since: SinceKept
}) {
  const { frame, paper: shown, editions, versions, others, similar, lab, shelf } = props
  const title = plainText(shown.title)
  return (
    <Layout
      frame={frame}
      title={title}
      description={plainText(opening(shown.abstract || shown.summary, 300).opening) || title}
      canonical={paperPath(shown.id)}
      feed={feedPaths.comments(shown.id)}
      feedTitle={feedWords.comments(title)}
      meta={
        <>
          <Citation paper={shown} origin={frame.origin} />
          {lab && <LabScript />}
        </>
      }
    >
      <article class="paper">
        <header>
          <h1 dir="auto">{rich(shown.title)}</h1>
          <Authors names={shown.authors} />
          {shown.standing === 'withdrawn' && <Withdrawn />}
        </header>
        <Text paper={shown} />
        <Versions paper={shown} versions={versions} />
        <aside>
          <Links paper={shown} />
          <PaperReaders frame={frame} paper={shown} places={props.places} />
          {shelf && <PaperStand paper={shown} on={shelf} from={frame.address} />}
          <Facts paper={shown} others={others} />
          <AuthorsHere paper={shown} authorship={props.authorship} reader={frame.reader} />
          {editions.length > 0 && <ListedIn editions={editions} />}
        </aside>
      </article>
      {lab && <RunHere lab={lab} papers={[shown, ...similar]} />}
      {shelf && <PaperNotes paper={shown} on={shelf} from={frame.address} />}
      <Discussion frame={frame} paper={shown.id} talk={props.talk} />
      <SinceYouKept since={props.since} />
      <section class="section similar">
        <h2>{words.paper.similar}</h2>
        {similar.length > 0 ? <Entries papers={similar} /> : <p>{words.paper.noSimilar}</p>}
      </section>
    </Layout>
  )
}

function Withdrawn() {
  return (
    <p class="notice" role="note">
      <strong>{told.notice}.</strong> {told.noticeHelp}
    </p>
  )
}

/** The abstract, or our own summary, and which of them it is. */
function Text({ paper: { id, abstract, summary, origins } }: { paper: Paper }) {
  const text = abstract || summary
  return (
    <section class="abstract" aria-labelledby="abstract">
      <h2 id="abstract">{abstract || !summary ? words.paper.abstract : words.paper.summary}</h2>
      {text ? <p dir="auto">{rich(text)}</p> : <p class="absent">{words.noAbstract}</p>}
      <p class="source">
        {abstract
          ? words.paper.fromSource(sourceInWords(origins.abstract))
          : summary && words.paper.summaryNote}
        {isProvisional(id) && ` ${words.paper.provisional}`}
      </p>
    </section>
  )
}

function ListedIn({ editions }: { editions: readonly Edition[] }) {
  return (
    <section class="listed">
      <h2>{words.paper.listedIn}</h2>
      <ul>
        {editions.map(({ id, name, day }) => (
          <li>
            <a href={editionPath(id)}>{name}</a>, <Time at={day} />
          </li>
        ))}
      </ul>
    </section>
  )
}
