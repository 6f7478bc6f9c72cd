import { Hono } from 'hono'
import { papersOf } from '#catalog'
import { DomainError } from '#domain-error'
import {
  type Card,
  type Experiment,
  type Lab,
  type Labs,
  labs as known,
  type Model,
  models,
  replications,
} from '#labs'
import { type Paper, paperPath, readPaperId } from '#paper'
import { frameOf } from '../frame.ts'
import { ClaimCard, figure, Verdict } from '../parts/lab-claim.tsx'
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
        <section class="section" aria-labelledby="models">
          <h2 id="models">{words.models}</h2>
          <p class="family-says">{words.modelsSay}</p>
          {models().map((model) => (
            <ModelEntry model={model} />
          ))}
        </section>
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
      <p class="verdicts">
        {[...Map.groupBy(cards, (card) => card.verdict)].map(([verdict, some]) => (
          <span class={`verdict ${verdict.replaceAll(' ', '-')}`}>
            {some.length > 1 ? `${some.length} × ${verdict}` : verdict}
          </span>
        ))}
      </p>
    </li>
  )
}

/** A model with all that it scored when it was done. */
function ModelEntry({ model: { name, weights, steps, tokens, scores } }: { model: Model }) {
  return (
    <details class="model">
      <summary>
        <b>{name}</b>: {words.modelFacts(weights, steps, tokens)}
      </summary>
      <dl class="facts figures">
        {Object.entries(scores).map(([what, score]) => (
          <div>
            <dt>{what}</dt>
            <dd>{figure(score)}</dd>
          </div>
        ))}
      </dl>
    </details>
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
