import { Hono } from 'hono'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import { type Card, type Experiment, type Lab, type Labs, labs as known, replications } from '#labs'
import { type Paper, paperPath, readPaperId } from '#paper'
import { frameOf } from '../frame.ts'
import { Command } from '../parts/command.tsx'
import { labPath, LabRun, LabScript, textOf } from '../parts/lab-run.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { rich } from '../parts/rich.ts'
import type { Site } from '../site.ts'
import { labsWords as words } from '../words/labs.ts'

/** The labs: what there is, each method by itself, and many of them against each other. */
export function labs({ store }: Site): Hono {
  const titles = async (papers: readonly string[]) => {
    const found = await papersOf(store, papers.map(readPaperId))
    return new Map(found.map((paper) => [String(paper.id), paper]))
  }
  return new Hono()
    .get('/labs', async (c) => {
      const all = await known()
      const papers = await titles(
        all.families.flatMap((family) => family.labs.map((lab) => lab.paper)),
      )
      return c.render(
        <Overview frame={frameOf(c)} labs={all} cards={replications()} papers={papers} />,
      )
    })
    .get('/labs/arena', async (c) => {
      const all = await known()
      const papers = await titles(
        all.families.flatMap((family) => family.labs.map((lab) => lab.paper)),
      )
      const text = textOf([...papers.values()].slice(0, 12))
      return c.render(<Arena frame={frameOf(c)} experiments={all.arena} text={text} />)
    })
    .get('/labs/:method{[a-z0-9-]+}', async (c) => {
      const method = c.req.param('method')
      const { families } = await known()
      const family = families.find(({ labs: some }) => some.some((lab) => lab.method === method))
      const lab = family?.labs.find((one) => one.method === method)
      if (!family || !lab) throw new DomainError('missing', words.missing(method))
      const others = family.labs.filter((one) => one !== lab).map(({ paper }) => paper)
      const papers = await titles([lab.paper, ...others])
      return c.render(
        <MethodPage
          frame={frameOf(c)}
          lab={lab}
          family={family.title}
          cards={replications().filter((card) => card.method === method)}
          paper={papers.get(lab.paper)}
          text={textOf([lab.paper, ...others].flatMap((id) => papers.get(id) ?? []))}
        />,
      )
    })
}

function Overview(props: {
  frame: Frame
  labs: Labs
  cards: readonly Card[]
  papers: ReadonlyMap<string, Paper>
}) {
  const { frame, labs: all, cards, papers } = props
  const methods = all.families.flatMap((family) => family.labs)
  return (
    <Layout frame={frame} title={words.heading} description={words.intro} canonical="/labs">
      <div class="labs">
        <header class="labs-head">
          <h1>{words.heading}</h1>
          <p class="lead">{words.intro}</p>
          <p>
            <a class="to-arena" href="/labs/arena">
              {words.arena}
            </a>{' '}
            {words.arenaSays}
          </p>
        </header>
        {all.families
          .filter((family) => family.labs.length > 0)
          .map((family) => (
            <section class="section" aria-labelledby={`family-${family.name}`}>
              <h2 id={`family-${family.name}`}>{family.title}</h2>
              <p class="family-says">{family.says}</p>
              <ul class="methods">
                {family.labs.map((lab) => (
                  <MethodEntry
                    lab={lab}
                    paper={papers.get(lab.paper)}
                    cards={cardsOf(cards, lab)}
                  />
                ))}
              </ul>
            </section>
          ))}
        <section class="section" aria-labelledby="wall">
          <h2 id="wall">{words.wall}</h2>
          <p class="family-says">
            {words.wallSays(cards.length, new Set(cards.map((card) => card.method)).size)}
          </p>
          <Wall methods={methods} cards={cards} />
        </section>
      </div>
    </Layout>
  )
}

const cardsOf = (cards: readonly Card[], { method }: Lab) =>
  cards.filter((card) => card.method === method)

function MethodEntry(props: { lab: Lab; paper: Paper | undefined; cards: readonly Card[] }) {
  const { lab, paper, cards } = props
  return (
    <li>
      <h3>
        <a href={labPath(lab.method)}>{lab.name}</a>
      </h3>
      <p>{lab.does}</p>
      {paper && <p class="byline">{rich(paper.title, { links: false })}</p>}
      <p class="slugline">
        {[...Map.groupBy(cards, (card) => card.verdict)].map(([verdict, some]) => (
          <span class={`verdict ${verdict.replaceAll(' ', '-')}`}>
            {some.length > 1 ? `${some.length} × ${verdict}` : verdict}
          </span>
        ))}
      </p>
    </li>
  )
}

/** Every claim with its verdict. */
function Wall({ methods, cards }: { methods: readonly Lab[]; cards: readonly Card[] }) {
  return (
    <div class="wide">
      <table class="wall">
        <thead>
          <tr>
            <th scope="col">{words.method}</th>
            <th scope="col">{words.claim}</th>
            <th scope="col">{words.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {methods.flatMap((lab) =>
            cardsOf(cards, lab).map((card) => (
              <tr>
                <td>
                  <a href={labPath(lab.method)}>{lab.name}</a>
                </td>
                <td>{card.says}</td>
                <td>
                  <Verdict verdict={card.verdict} />
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  )
}

const Verdict = ({ verdict }: { verdict: string }) => (
  <span class={`verdict ${verdict.replaceAll(' ', '-')}`} title={words.verdicts[verdict]}>
    {verdict}
  </span>
)

function Arena(props: { frame: Frame; experiments: readonly Experiment[]; text: string }) {
  const { frame, experiments, text } = props
  return (
    <Layout
      frame={frame}
      title={words.arena}
      description={words.arenaSays}
      canonical="/labs/arena"
      meta={<LabScript />}
    >
      <div class="labs">
        <header class="labs-head">
          <p class="kicker">
            <a href="/labs">{words.heading}</a>
          </p>
          <h1>{words.arena}</h1>
          <p class="lead">{words.arenaSays}</p>
        </header>
        {experiments.map((experiment) => (
          <LabRun method="arena" experiment={experiment} text={text} level={2} />
        ))}
      </div>
    </Layout>
  )
}

function MethodPage(props: {
  frame: Frame
  lab: Lab
  family: string
  cards: readonly Card[]
  paper: Paper | undefined
  text: string
}) {
  const { frame, lab, family, cards, paper, text } = props
  return (
    <Layout
      frame={frame}
      title={`${lab.name} — ${words.heading}`}
      description={lab.does}
      canonical={labPath(lab.method)}
      meta={<LabScript />}
    >
      <div class="labs">
        <header class="labs-head">
          <p class="kicker">
            <a href="/labs">{words.heading}</a> · {family}
          </p>
          <h1>{lab.name}</h1>
          <p class="lead">{lab.does}</p>
          <p class="byline">
            {words.paper}:{' '}
            <a href={paperPath(readPaperId(lab.paper))}>
              {paper ? rich(paper.title, { links: false }) : `arXiv:${lab.paper}`}
            </a>
          </p>
          {lab.reading && (
            <p class="reading">
              {words.reading} {lab.reading}
            </p>
          )}
        </header>
        <section class="section" aria-labelledby="run-it">
          <h2 id="run-it">{words.run}</h2>
          <noscript>
            <p class="family-says">{words.needsScripts}</p>
          </noscript>
          {lab.experiments.map((experiment) => (
            <LabRun method={lab.method} experiment={experiment} text={text} />
          ))}
        </section>
        {cards.length > 0 && (
          <section class="section" aria-labelledby="claims">
            <h2 id="claims">{words.claims}</h2>
            {cards.map((card) => (
              <ClaimCard card={card} />
            ))}
          </section>
        )}
      </div>
    </Layout>
  )
}

function ClaimCard({ card }: { card: Card }) {
  const { says, check, verdict, expected, figures, seeds, examples, model, command } = card
  return (
    <article class="claim">
      <header>
        <h3>{says}</h3>
        <Verdict verdict={verdict} />
      </header>
      <p>
        {words.check} {check} {words.verdicts[verdict]}
        {expected === verdict ? '' : ` ${words.expected(expected)}`}
      </p>
      <dl class="facts figures">
        {Object.entries(figures).map(([name, { mean, low, high }]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <b>{figure(mean)}</b>
              {low === high ? '' : ` (${figure(low)} to ${figure(high)})`}
            </dd>
          </div>
        ))}
      </dl>
      <p class="source">
        {words.over(seeds, examples, model)} <Command line={command} />
      </p>
    </article>
  )
}

/** Four figures, and powers of ten for what is very small. */
function figure(value: number): string {
  if (value === 0 || Number.isInteger(value)) return value.toLocaleString('en')
  return Math.abs(value) < 1e-3 ? value.toExponential(1) : Number(value.toPrecision(4)).toString()
}
