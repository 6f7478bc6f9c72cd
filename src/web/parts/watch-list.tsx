import { type Kind, type Subject, subjectPath, type Watch } from '#watches'
import { digest as words } from '../words/digest.ts'
import { Form } from './form.tsx'
import { searchPath } from './paths.ts'

/** What somebody watches, never misses and never sees, with forms that change it. */
export function Watches({
  home,
  watches,
  subjects,
  watch = '',
}: {
  /** The address under which it is changed. */
  home: string
  watches: readonly Watch[]
  /** Those of them who are somebody, by their ids. */
  subjects: ReadonlyMap<string, Subject>
  /** A query that is about to be watched. */
  watch?: string
}) {
  return (
    <section id="watches">
      <h2>{words.watches}</h2>
      <p>{words.watchesHelp}</p>
      {watches.length > 0 && (
        <ul class="watches">
          {watches.map(({ id, kind, name, about, query, most }) => (
            <li>
              <Form action={`${home}/drop`}>
                <input type="hidden" name="watch" value={id} />
                <span class="kind">{words.kinds[kind]}</span>{' '}
                {about === 'query' ? (
                  <a href={searchPath(query)} dir="auto">
                    {query}
                  </a>
                ) : (
                  <Somebody {...{ about, name }} subject={subjects.get(query)} />
                )}{' '}
                {kind === 'watch' && <small>{words.atMost(most)}</small>}{' '}
                <button aria-label={`${words.drop}: ${about === 'query' ? query : name}`}>
                  {words.drop}
                </button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      <Form action={`${home}/watch`}>
        <p class="row">
          <select name="kind" aria-label={words.watches}>
            {(['watch', 'pin', 'mute'] as const).map((kind) => (
              <option value={kind}>{words.kinds[kind]}</option>
            ))}
          </select>{' '}
          <input
            name="query"
            value={watch}
            required
            maxlength={500}
            placeholder={words.watchHint}
            aria-label={words.watch}
            autocomplete="off"
          />{' '}
          <label>
            {words.most} <input type="number" name="most" min="1" max="50" value="10" />
          </label>{' '}
          <button>{words.add}</button>
        </p>
      </Form>
    </section>
  )
}

/** A person or a group, and the way there while they are there. */
function Somebody(props: { about: Kind; name: string; subject: Subject | undefined }) {
  const { about, name, subject } = props
  if (!subject) return <span dir="auto">{name}</span>
  return (
    <a href={subjectPath(about, subject.key)} dir="auto">
      {subject.name}
    </a>
  )
}
