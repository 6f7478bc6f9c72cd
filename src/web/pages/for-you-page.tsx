import { type Paper, type PaperId, paperPath, plainText } from '#paper'
import type { Change, ForYou, Standing } from '#recommend'
import { Entries } from '../parts/entry.tsx'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Reasons } from '../parts/reasons.tsx'
import { SeedsForm } from '../parts/seeds-form.tsx'
import { rich } from '../parts/rich.ts'
import { taste } from '../words/taste.ts'
import type { Did } from './for-you.tsx'

const words = taste.forYou

type Props = {
  frame: Frame
  found: ForYou
  question: Paper | undefined
  titles: ReadonlyMap<PaperId, string>
  did: Did | undefined
  seeds: string | undefined
}

/** The first screen of what a reader may like. */
export function ForYouPage({ frame, found, question, titles, did, seeds }: Props) {
  const { papers, cold, taste: known } = found
  const reasons = new Map(papers.map((one) => [one.paper.id, one.reasons]))
  const home = frame.address.replace(/[?&](did|paper|seeds)=[^&]*/g, '')
  return (
    <Layout frame={frame} title={words.heading} unlisted>
      <header class="results">
        <h1>{words.heading}</h1>
        <p>
          {cold ? words.cold : words.from(known.liked.length)} <a href="/taste">{words.believes}</a>
        </p>
      </header>
      {did && <DidNotice did={did} from={home} />}
      {seeds !== undefined && (
        <p class="notice" role="status">
          {taste.seeds.done(Number(seeds) || 0)}
        </p>
      )}
      <div class="beginning">
        {question && <Question paper={question} left={known.choices.questions} from={home} />}
        {cold && <SeedsForm />}
      </div>
      {papers.length === 0 && <p class="notice">{words.none}</p>}
      <Form id="steer" action="/for-you">
        <input type="hidden" name="from" value={home} />
      </Form>
      <Entries
        papers={papers.map(({ paper }) => paper)}
        level={2}
        after={(paper) => (
          <>
            <Reasons reasons={reasons.get(paper.id) ?? []} titles={titles} />
            <Steer paper={paper} why={!cold} />
          </>
        )}
      />
    </Layout>
  )
}

/** What to say of a paper that was recommended. */
export function Steer({ paper, why }: { paper: Paper; why: boolean }) {
  const title = plainText(paper.title)
  return (
    <p class="steer">
      {(['more', 'less', 'dismiss'] as const).map((act) => (
        <button
          form="steer"
          name={act}
          value={paper.id}
          aria-label={words.label(words[act], title)}
        >
          {words.short[act]}
        </button>
      ))}
      {why && (
        <a
          href={`/for-you/why?paper=${encodeURIComponent(paper.id)}`}
          aria-label={words.label(words.why, title)}
        >
          {words.why}
        </a>
      )}
    </p>
  )
}

function DidNotice({ did, from }: { did: Did; from: string }) {
  return (
    <div class="notice did" role="status">
      <p>
        {words.did[did.act]} <a href={paperPath(did.paper.id)}>{rich(did.paper.title)}</a>
      </p>
      <Form action="/for-you">
        <input type="hidden" name="from" value={from} />
        <button name="undo" value={did.paper.id}>
          {words.undo}
        </button>
      </Form>
    </div>
  )
}

function Question({ paper, left, from }: { paper: Paper; left: number; from: string }) {
  const asked = taste.question
  return (
    <section class="question" aria-labelledby="question">
      <h2 id="question">{asked.heading}</h2>
      <p class="asked" dir="auto">
        <a href={paperPath(paper.id)}>{rich(paper.title, { links: false })}</a>
      </p>
      <Form action="/for-you">
        <input type="hidden" name="from" value={from} />
        <input type="hidden" name="question" value="1" />
        <p class="steer">
          <button name="more" value={paper.id}>
            {asked.yes}
          </button>
          <button name="less" value={paper.id}>
            {asked.no}
          </button>
          <button name="skip" value={paper.id}>
            {asked.skip}
          </button>
          <small>{asked.left(left)}</small>
          <button name="stop" value="1" class="quiet">
            {asked.stop}
          </button>
        </p>
      </Form>
    </section>
  )
}

/** Why one paper stands where it stands, and what would change that. */
export function StandingPage(props: {
  frame: Frame
  paper: Paper
  standing: Standing | undefined
  like: readonly Paper[]
}) {
  const { frame, paper, standing, like } = props
  const said = taste.standing
  return (
    <Layout frame={frame} title={said.heading} unlisted>
      <div class="message taste">
        <p class="kicker">{said.heading}</p>
        <h1 dir="auto">
          <a href={paperPath(paper.id)}>{rich(paper.title, { links: false })}</a>
        </h1>
        {!standing && <p>{said.none}</p>}
        {standing && (
          <>
            <p>
              {said.place(standing.place, standing.among)}{' '}
              {standing.interest && said.interest(standing.interest)}
            </p>
            <PartsTable parts={standing.parts} />
            <h2>{said.changes}</h2>
            {standing.changes.length === 0 && <p>{said.noChanges}</p>}
            <ul>
              {standing.changes.map(({ change, place }) => (
                <li>{changeInWords(change, place, like)}</li>
              ))}
            </ul>
            <Form id="steer" action="/for-you">
              <input type="hidden" name="from" value="/for-you" />
            </Form>
            <Steer paper={paper} why={false} />
            {like.length > 0 && (
              <section class="section">
                <h2>{said.like}</h2>
                <Entries papers={like} />
              </section>
            )}
          </>
        )}
      </div>
    </Layout>
  )
}

const partNames = [
  'words',
  'meaning',
  'lists',
  'authors',
  'together',
  'esteem',
  'fresh',
  'against',
] as const satisfies readonly (keyof Standing['parts'])[]

function PartsTable({ parts }: { parts: Standing['parts'] }) {
  const said = taste.standing
  const rows = partNames.filter((part) => Math.abs(parts[part]) >= 0.005)
  const most = Math.max(...rows.map((part) => Math.abs(parts[part])), 1)
  return (
    <table class="parts">
      <thead>
        <tr>
          <th scope="col">{said.part}</th>
          <th scope="col">{said.points}</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        {rows.map((part) => (
          <tr>
            <th scope="row">{said.parts[part]}</th>
            <td class="number">
              {part === 'against' && '−'}
              {parts[part].toFixed(2)}
            </td>
            <td>
              <meter min={0} max={most} value={Math.abs(parts[part])}></meter>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function changeInWords(change: Change, place: number, like: readonly Paper[]) {
  const said = taste.standing
  switch (change.kind) {
    case 'without':
      return said.without(change.interest, place)
    case 'set':
      return said.set(taste.page.sliders[change.setting][change.to], place)
    case 'less':
    default: {
      const paper = like.find(({ id }) => id === change.paper)
      return (
        <>
          {said.less(place)}
          <a href={paperPath(change.paper)}>{paper ? plainText(paper.title) : change.paper}</a>
        </>
      )
    }
  }
}
