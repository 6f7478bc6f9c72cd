import type { Child } from 'hono/jsx'
import { Hono } from 'hono'
import { paperOf } from '#catalog'
import { handlesOf } from '#curation'
import { DomainError } from '#domain-error'
import { type Day, type Paper, paperPath, plainText, readPaperId } from '#paper'
import { constants, type Parts, record, scoreOf } from '#trending'
import { frameOf } from '../frame.ts'
import { type Frame, Layout } from '../parts/layout.tsx'
import { scorePath } from '../parts/paths.ts'
import { rich } from '../parts/rich.ts'
import type { Site } from '../site.ts'
import { picks as told } from '../words/picks.ts'
import { dayInWords, words as all } from '../words/words.ts'

const words = told.score

/** A paper's score, taken apart to the last vote. */
export function scores({ store }: Site): Hono {
  return new Hono().get('/score/*', async (c) => {
    const { pathname } = new URL(c.req.url)
    const id = readPaperId(decodeURI(pathname.slice('/score/'.length)))
    const paper = await paperOf(store, id)
    if (!paper) throw new DomainError('missing', all.paper.missing(id))
    if (paper.id !== id) return c.redirect(scorePath(paper.id), 301)
    const score = await scoreOf(store, id)
    const handles = await handlesOf(store, score ? [score.parts.nominator.reader] : [])
    const nominator = score && handles.get(score.parts.nominator.reader)
    c.header('Cache-Control', 'private, no-cache')
    return c.render(<ScorePage frame={frameOf(c)} {...{ paper, score, nominator }} />)
  })
}

type Scored = { day: Day | ''; field: string; scoredAt: string; parts: Parts }

function ScorePage(props: {
  frame: Frame
  paper: Paper
  score: Scored | undefined
  nominator: string | undefined
}) {
  const { frame, paper, score, nominator } = props
  return (
    <Layout frame={frame} title={`${words.heading}: ${plainText(paper.title)}`} unlisted>
      <article class="essay score">
        <p class="kicker">{words.of}</p>
        <h1 dir="auto">
          <a href={paperPath(paper.id)}>{rich(paper.title, { links: false })}</a>
        </h1>
        <p class="formula">{words.formula}</p>
        {score ? (
          <>
            <Sum parts={score.parts} />
            <Votes parts={score.parts} />
            <Start parts={score.parts} nominator={nominator} />
            <Loudness field={score.field} parts={score.parts} />
            <section>
              <h2>{words.age}</h2>
              <p>{score.day ? words.ageHelp(dayInWords(score.day, 'long')) : words.ageless}</p>
              <p class="source">{words.at(score.scoredAt.slice(0, 16).replace('T', ' at '))}</p>
            </section>
          </>
        ) : (
          <p class="notice">{words.none}</p>
        )}
        <p>
          <a href="/about/ranking">{told.trending.how}</a>
        </p>
      </article>
    </Layout>
  )
}

function Sum({ parts }: { parts: Parts }) {
  const louder = parts.usual.field - parts.usual.all
  return (
    <p class="formula sum">
      {words.sum(one(parts.counted), one(parts.start), two(louder), two(parts.heat))}
    </p>
  )
}

function Votes({ parts: { votes, groups, fresh, counted } }: { parts: Parts }) {
  const alone = groups.filter(({ readers }) => readers === 1).length
  return (
    <Lines heading={words.votes}>
      <Line what={words.cast(votes)} />
      {alone > 0 && <Line what={words.single(alone)} comes={one(alone)} />}
      {groups
        .filter(({ readers }) => readers > 1)
        .map(({ readers, counts, told: signs }) => (
          <Line
            what={words.group(readers, signs.map((sign) => words.signs[sign]).join(', '))}
            comes={one(counts)}
          />
        ))}
      {fresh > 0 && <Line what={words.fresh(fresh)} comes="0" />}
      <Line what={words.counted} comes={one(counted)} total />
    </Lines>
  )
}

function Start({ parts, nominator }: { parts: Parts; nominator: string | undefined }) {
  const best = parts.authors
    .map((author) => ({ ...author, record: record(author, constants.authorDoubt) }))
    .toSorted((a, b) => b.record - a.record)
    .slice(0, constants.authors)
  const papers = best.reduce((sum, author) => sum + author.papers, 0)
  return (
    <Lines heading={words.start}>
      <Line what={words.startAll} comes={told.vote.votes(constants.start)} />
      {papers > 0 && (
        <Line what={words.byAuthors(papers)} comes={words.doublings(two(parts.byAuthors))} />
      )}
      {best.map(({ name, papers: n, record: own }) => (
        <Line what={words.author(plainText(name), n)} comes={two(own)} part />
      ))}
      {nominator !== undefined && parts.nominator.papers > 0 && (
        <Line
          what={words.byNominator(`@${nominator}`, parts.nominator.papers)}
          comes={words.doublings(two(constants.nominator * parts.byNominator))}
        />
      )}
      <Line what={words.begins} comes={told.vote.votes(Math.round(parts.start * 10) / 10)} total />
    </Lines>
  )
}

function Loudness({ field, parts: { usual } }: { field: string; parts: Parts }) {
  return (
    <Lines heading={words.field}>
      <Line what={words.usual(field, usual.papers)} comes={two(usual.field)} />
      <Line what={words.usualAll} comes={two(usual.all)} />
      <Line what={words.louder} comes={two(usual.field - usual.all)} total />
    </Lines>
  )
}

function Lines({ heading, children }: { heading: string; children?: Child }) {
  return (
    <section>
      <h2>{heading}</h2>
      <dl class="sum-of">{children}</dl>
    </section>
  )
}

function Line(props: { what: string; comes?: string; total?: true; part?: true }) {
  const { what, comes = '', total, part } = props
  return (
    <div class={total ? 'total' : part ? 'part' : undefined}>
      <dt>{what}</dt>
      <dd class="number">{comes}</dd>
    </div>
  )
}

const one = (n: number) => String(Math.round(n * 10) / 10)

/** With its sign, as a surplus or a lack. */
const two = (n: number) => (Math.round(n * 100) / 100).toFixed(2).replace('-', '−')
