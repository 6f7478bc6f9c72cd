import { type Paper, type PaperId, paperPath } from '#paper'
import { fewestReaders, type ReaderTaste, type Replay, type Settings } from '#recommend'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { rich } from '../parts/rich.ts'
import { SeedsForm } from '../parts/seeds-form.tsx'
import { taste } from '../words/taste.ts'
import type { Said } from './taste.tsx'

const words = taste.page

type Props = {
  frame: Frame
  known: ReaderTaste
  settings: Settings
  tried: Replay | undefined
  papers: ReadonlyMap<PaperId, Paper>
  said: Said | undefined
}

/** What the model believes, to be seen and changed. */
export function TastePage(props: Props) {
  const { frame, known, said } = props
  return (
    <Layout frame={frame} title={words.heading} unlisted>
      <div class="message taste">
        <h1>{words.heading}</h1>
        <p>
          {words.intro} <a href="/for-you">{taste.forYou.heading}</a>
        </p>
        {said && <SaidNotice said={said} />}
        <Interests {...props} />
        <Unwanted {...props} />
        <SettingsForm {...props} />
        <Questions left={known.choices.questions} />
        <Sharing since={known.choices.sharesAt} />
        <Feed feedKey={known.choices.feedKey} origin={frame.origin} />
        <SeedsForm />
      </div>
    </Layout>
  )
}

function SaidNotice({ said }: { said: Said }) {
  if (said.kind === 'saved') {
    return (
      <p class="notice" role="status">
        {words.saved}
      </p>
    )
  }
  return (
    <div class="notice did" role="status">
      <p>{words.forgot(said.papers.split(' ').length)}</p>
      <Form action="/taste/remember">
        <input type="hidden" name="papers" value={said.papers} />
        <button>{taste.forYou.undo}</button>
      </Form>
    </div>
  )
}

function Interests({ known, papers }: Props) {
  const total = known.interests.reduce((sum, { strength }) => sum + strength, 0) || 1
  return (
    <section id="interests">
      <h2>{words.interests}</h2>
      {known.interests.length === 0 && <p>{words.noInterests}</p>}
      <ul class="interests">
        {known.interests.map((interest, i) => (
          <li class={known.off.has(i) ? 'off' : undefined}>
            <h3 id={`interest-${i}`}>{interest.name}</h3>
            <p class="slugline">
              <span>{words.papers(interest.members.length)}</span>
              <span>{words.share(interest.strength / total)}</span>
            </p>
            <Form
              action="/taste/interest"
              class="steer"
              aria-label={words.weightLabel(interest.name)}
            >
              <input type="hidden" name="paper" value={interest.anchor} />
              {words.weights.map(([weight, name]) => (
                <button
                  name="weight"
                  value={weight}
                  aria-pressed={isSet(known, i, Number(weight)) ? 'true' : 'false'}
                >
                  {name}
                </button>
              ))}
              <button class="quiet" title={words.resetHelp}>
                {words.reset}
              </button>
            </Form>
            <PaperList ids={interest.members} papers={papers} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function isSet({ interests, off }: ReaderTaste, i: number, weight: number): boolean {
  if (off.has(i)) return weight === 0
  return interests[i]?.weight === weight
}

const link = ({ id, title }: Paper) => (
  <a href={paperPath(id)} dir="auto">
    {rich(title, { links: false })}
  </a>
)

function PaperList({
  ids,
  papers,
}: {
  ids: readonly PaperId[]
  papers: ReadonlyMap<PaperId, Paper>
}) {
  const held = ids.flatMap((id) => papers.get(id) ?? [])
  const [first, ...others] = held
  if (!first) return null
  return (
    <>
      <p class="member">{link(first)}</p>
      {others.length > 0 && (
        <details>
          <summary>
            <span>{words.papers(ids.length - 1)}</span>
          </summary>
          <ul>
            {others.map((paper) => (
              <li>{link(paper)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Unwanted({ known, papers }: Props) {
  const less = known.evidence.unwanted.filter(({ by }) => by === 'less')
  if (less.length === 0) return null
  return (
    <section id="unwanted">
      <h2>{words.unwanted}</h2>
      <ul class="unwanted">
        {less.slice(0, 40).map(({ paper: id }) => {
          const paper = papers.get(id)
          return (
            paper && (
              <li>
                <a href={paperPath(id)}>{rich(paper.title, { links: false })}</a>
                <Form action="/taste/back">
                  <button name="paper" value={id}>
                    {words.takeBack}
                  </button>
                </Form>
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}

function SettingsForm({ settings, tried, papers }: Props) {
  return (
    <section id="settings">
      <h2>{words.settings}</h2>
      <Form action="/taste" class="sliders">
        {(['fresh', 'wide', 'people'] as const).map((name) => {
          const [from, to] = words.sliders[name]
          return (
            <label>
              <span>{from}</span>
              <input
                type="range"
                name={name}
                min={0}
                max={100}
                step={5}
                value={String(Math.round(settings[name] * 100))}
                aria-label={`${from} – ${to}`}
              />
              <span>{to}</span>
            </label>
          )
        })}
        <p class="steer">
          <button formmethod="get" formaction="/taste#settings">
            {words.try}
          </button>
          <button class="main">{words.set}</button>
        </p>
      </Form>
      {tried && (
        <div class="notice" role="status">
          <p>
            {tried.kept < 3 ? words.tooFew : words.replay(tried.shown, tried.kept, tried.screen)}
          </p>
          {tried.kept >= 3 && tried.missed.length > 0 && (
            <ul>
              {tried.missed.slice(0, 5).flatMap((id) => {
                const paper = papers.get(id)
                return paper
                  ? [
                      <li>
                        {words.missed}:{' '}
                        <a href={paperPath(id)}>{rich(paper.title, { links: false })}</a>
                      </li>,
                    ]
                  : []
              })}
            </ul>
          )}
        </div>
      )}
    </section>
  )
}

function Questions({ left }: { left: number }) {
  return (
    <Form action="/taste/choices" class="row">
      <label>
        {words.questions}{' '}
        <input type="number" name="questions" min={0} max={50} value={String(left)} />
      </label>{' '}
      <button>{words.set}</button>
    </Form>
  )
}

function Sharing({ since }: { since: string | null }) {
  return (
    <section id="sharing">
      <h2>{words.sharing}</h2>
      <p>{since ? words.sharingOn : words.sharingOff(fewestReaders)}</p>
      <Form action="/taste/choices">
        <button name="share" value={since ? 'no' : 'yes'}>
          {since ? words.withdraw : words.agree}
        </button>
      </Form>
    </section>
  )
}

function Feed({ feedKey, origin }: { feedKey: string; origin: string }) {
  const address = `${origin}/feeds/for-you/${feedKey}.atom`
  return (
    <section id="feed">
      <h2>{words.feed}</h2>
      {feedKey && (
        <p>
          <a href={address}>{address}</a> {words.feedHelp}
        </p>
      )}
      <Form action="/taste/choices" class="steer">
        <button name="feed" value="new">
          {feedKey ? words.feedRenew : words.feedMake}
        </button>
        {feedKey && (
          <button name="feed" value="end">
            {words.feedEnd}
          </button>
        )}
      </Form>
    </section>
  )
}
