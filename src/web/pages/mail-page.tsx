import type { Choices, Subscription } from '#digest'
import type { Day } from '#paper'
import type { Hook, Subject, Watch } from '#watches'
import type { DigestTables } from '#store'
import { Hooks } from '../parts/hooks.tsx'
import { Watches } from '../parts/watch-list.tsx'
import { ChoiceFields } from '../parts/digest-choices.tsx'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { dayInWords } from '../words/words.ts'
import { digest as words, rhythmInWords } from '../words/digest.ts'

type Past = Pick<DigestTables['digests'], 'state' | 'papers' | 'fault' | 'content'> & {
  readonly day: Day
}

type Props = {
  frame: Frame
  home: string
  subscription: Subscription
  /** What the form shows: what was chosen, or is asked for instead. */
  choices: Choices
  watches: readonly Watch[]
  subjects: ReadonlyMap<string, Subject>
  hooks: readonly Hook[]
  history: readonly Past[]
  /** A query that is about to be watched; empty if none. */
  watch: string
  /** What was just done; empty if nothing. */
  said: string
}

/** All that somebody has chosen, watched and got. */
export function MailPage(props: Props) {
  const { frame, home, subscription, watches, hooks, history, watch, said } = props
  const { state } = subscription
  return (
    <Layout frame={frame} title={words.choices} unlisted>
      <div class="message digest-form">
        <h1>{words.choices}</h1>
        {said && (
          <p class="notice" role="status">
            {said}
          </p>
        )}
        <p>{standingInWords(subscription)}</p>
        {(state === 'ended' || state === 'stopped') && (
          <Form action={`${home}/confirm`}>
            <button>{state === 'stopped' ? words.again : words.back}</button>
          </Form>
        )}
        <Form action={home}>
          <ChoiceFields choices={props.choices} reads={subscription.reader !== null} />
          <p class="actions">
            <button class="main">{words.save}</button>
          </p>
        </Form>
        {state === 'on' && (
          <Form action={`${home}/test`}>
            <button>{words.test}</button>
          </Form>
        )}
        <Watches {...{ home, watches, subjects: props.subjects, watch }} />
        {subscription.reader && <Hooks {...{ home, watches, hooks }} />}
        <History {...{ home, history }} />
        <p class="actions">
          <a href={`${home}/digests.atom`}>{words.feed}</a>
          {' · '}
          <a href={`${home}/watches.opml`}>{words.opml}</a>
          {' · '}
          <a href={`${home}/leave`}>{words.leaveButton}</a>
        </p>
      </div>
    </Layout>
  )
}

function standingInWords({ state, address, choices, endReason }: Subscription): string {
  if (state === 'on') return words.state.on(address, rhythmInWords(choices))
  return state === 'stopped' ? words.state.stopped(endReason) : words.state[state]
}

function History({ home, history }: Pick<Props, 'home' | 'history'>) {
  return (
    <section>
      <h2>{words.history}</h2>
      {history.length === 0 && <p>{words.noHistory}</p>}
      <ul class="past">
        {history.map(({ day, state, papers, fault, content }) => (
          <li>
            {content ? (
              <a href={`${home}/${day}`}>{dayInWords(day, 'long')}</a>
            ) : (
              dayInWords(day, 'long')
            )}
            : {words.states[state]}
            {papers > 0 && `, ${words.papers(papers)}`}
            {fault && <small> ({fault})</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}
