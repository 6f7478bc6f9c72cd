import type { LibraryAct, Topic } from '#library'
import { type Paper, type PaperId, paperPath, plainText } from '#paper'
import type { InTopic, TopicFilled } from '#recommend'
import { topics as words } from '../words/topics.ts'
import { shelf } from '../words/library.ts'
import { count } from '../words/words.ts'
import { Entry } from './entry.tsx'
import { Form } from './form.tsx'
import { type Frame, Layout } from './layout.tsx'
import { rich } from './rich.ts'
import { ShelfNav } from './shelf-page.tsx'

/** A reader's topics, and where another is drawn. */
export function TopicsPage({ frame, topics }: { frame: Frame; topics: readonly Topic[] }) {
  return (
    <Layout frame={frame} title={words.heading} unlisted>
      <header class="results shelf-head">
        <h1>{words.heading}</h1>
        <p>{words.intro}</p>
        <ShelfNav at="/library/topics" />
      </header>
      <div class="own import">
        {topics.length === 0 ? (
          <p class="notice">{words.none}</p>
        ) : (
          <ul class="rows">
            {topics.map(({ id, name, like }) => (
              <li>
                <p>
                  <a href={`/library/topics/${id}`} dir="auto">
                    {name}
                  </a>
                </p>
                <p class="help">{words.made(like.length)}</p>
              </li>
            ))}
          </ul>
        )}
        <section>
          <h2>{words.make}</h2>
          <Form action="/library/topics" class="sheet">
            <label>
              {words.name}
              <input name="name" required maxlength={100} />
            </label>
            <label>
              {words.examples}
              <textarea
                name="examples"
                required
                rows={5}
                spellcheck={false}
                placeholder={'2309.17453\nhttps://arxiv.org/abs/1706.03762'}
              ></textarea>
            </label>
            <p class="help">{words.examplesHelp}</p>
            <button>{words.button}</button>
          </Form>
        </section>
      </div>
    </Layout>
  )
}

type TopicPageProps = {
  readonly frame: Frame
  readonly topic: Topic
  /** The one that is looked at: kept, or only tried. */
  readonly threshold: number
  readonly filled: TopicFilled
  readonly examples: readonly Paper[]
  readonly watched: boolean
  readonly done: LibraryAct | undefined
}

/** A topic with the papers that are like its examples, and what other thresholds would let in. */
export function TopicPage(props: TopicPageProps) {
  const { frame, topic, filled, done, watched } = props
  const at = `/library/topics/${topic.id}`
  return (
    <Layout frame={frame} title={topic.name} unlisted>
      <header class="results shelf-head">
        <h1 dir="auto">{topic.name}</h1>
        <p>
          {words.made(topic.like.length)} · {shelf.private}
        </p>
        <ShelfNav at="/library/topics" />
      </header>
      {done && (
        <Form action="/library/undo" class="notice done">
          <input type="hidden" name="act" value={done.id} />
          <input type="hidden" name="from" value="/library/topics" />
          <span role="status">{words.madeNow}</span> <button>{words.undo}</button>
        </Form>
      )}
      <div class="my-shelf">
        <aside class="shelf-parts topic-parts">
          <Threshold {...props} />
          <Examples {...props} kind="like" papers={topic.like} heading={words.of} />
          <Examples {...props} kind="unlike" papers={topic.unlike} heading={words.not} />
          <Form action={`${at}/watch`}>
            <button aria-pressed={watched ? 'true' : 'false'}>
              {watched ? words.unwatch : words.watch}
            </button>
            <p class="help">{words.watchHelp}</p>
          </Form>
          <Form action={`${at}/drop`}>
            <button class="quiet">{words.drop}</button>
          </Form>
        </aside>
        <div class="shelf-papers">
          <Form id="examples" action={`${at}/example`}>
            <h2>
              {words.inside} <span class="number">{count(filled.papers.length)}</span>
            </h2>
          </Form>
          {filled.papers.length === 0 && <p class="notice">{words.insideNone}</p>}
          <Found papers={filled.papers} />
          {filled.below.length > 0 && (
            <section class="section below">
              <h2>{words.below}</h2>
              <Found papers={filled.below} />
            </section>
          )}
        </div>
      </div>
    </Layout>
  )
}

function Found({ papers }: { papers: readonly InTopic[] }) {
  return (
    <div class="entries">
      {papers.map(({ paper, score }) => (
        <Entry
          paper={paper}
          after={
            <p class="standing">
              <span class="number">{words.score(score)}</span>
              <button class="quiet" form="examples" name="like" value={paper.id}>
                {words.more}
              </button>
              <button class="quiet" form="examples" name="unlike" value={paper.id}>
                {words.less}
              </button>
            </p>
          }
        />
      ))}
    </div>
  )
}

/** The slider, and how many papers each place on it lets in. */
function Threshold({ topic, threshold, filled }: TopicPageProps) {
  const at = `/library/topics/${topic.id}`
  const most = Math.max(1, ...filled.ladder.map(({ papers }) => papers))
  return (
    <section>
      <form action={at} class="threshold">
        <label>
          {words.threshold}
          <input
            type="range"
            name="threshold"
            min="0.1"
            max="0.95"
            step="0.05"
            value={String(threshold)}
          />
        </label>
        <p class="ends">
          <span>{words.loose}</span>
          <span>{words.close}</span>
        </p>
        <button>{words.try}</button>
      </form>
      {threshold !== topic.threshold && (
        <Form action={`${at}/threshold`}>
          <input type="hidden" name="threshold" value={String(threshold)} />
          <button>{words.keep}</button>
        </Form>
      )}
      <h2>{words.lets}</h2>
      <ul class="ladder">
        {filled.ladder.map(({ threshold: step, papers }) => (
          <li>
            <a
              href={`${at}?threshold=${step}`}
              aria-current={step === threshold ? 'true' : undefined}
            >
              {step.toFixed(1)}
            </a>
            <meter value={papers} max={most} aria-label={words.ladder(papers)}></meter>{' '}
            <span class="number">{count(papers)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Examples(
  props: TopicPageProps & {
    readonly kind: 'like' | 'unlike'
    readonly papers: readonly PaperId[]
    readonly heading: string
  },
) {
  const { papers, heading, examples } = props
  const byId = new Map(examples.map((paper) => [paper.id, paper]))
  if (papers.length === 0) return null
  return (
    <section>
      <h2>{heading}</h2>
      <ul class="examples">
        {papers.map((id) => {
          const title = byId.get(id)?.title ?? id
          return (
            <li>
              <a href={paperPath(id)} dir="auto">
                {rich(title, { links: false })}
              </a>
              <button
                class="quiet"
                form="examples"
                name="drop"
                value={id}
                aria-label={`${words.takeAway}: ${plainText(title)}`}
              >
                ×
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
