import { Hono } from 'hono'
import { DomainError } from '#domain-error'
import {
  type Chapter,
  type Field,
  type Operation,
  readDocument,
  type Shape,
  type Type,
} from '../api-document.ts'
import { frameOf } from '../frame.ts'
import { Command } from '../parts/command.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import type { Site } from '../site.ts'
import { programs as words } from '../words/programs.ts'

/** What programs can ask for, to be read by people: made from the document that programs read. */
export function programs({ document }: Site): Hono {
  return new Hono().get('/api', (c) => {
    const frame = frameOf(c)
    const written = document?.(frame.origin)
    if (written === undefined) throw new DomainError('missing', words.none)
    return c.render(<ProgramsPage frame={frame} {...readDocument(written)} />)
  })
}

function ProgramsPage(props: {
  frame: Frame
  says: string
  chapters: readonly Chapter[]
  shapes: readonly Shape[]
}) {
  const { frame, says, chapters, shapes } = props
  return (
    <Layout frame={frame} title={words.heading} description={words.description} canonical="/api">
      <article class="programs">
        <h1>{words.heading}</h1>
        <p>{words.intro}</p>
        <p>{marked(says)}</p>
        <p class="slugline">
          <a href="/api/v1/openapi.json">{words.document}</a>{' '}
          <a href="/account/tokens">{words.tokens}</a>
        </p>
        <section>
          <h2>{words.example}</h2>
          <Command line={`curl '${frame.origin}/api/v1/search?q=attention+sinks&count=3'`} />
        </section>
        <nav aria-label={words.contents}>
          <ul>
            {chapters.map(({ name }) => (
              <li>
                <a href={`#${anchor(name)}`}>{name}</a>
              </li>
            ))}
            <li>
              <a href="#others">{words.others}</a>
            </li>
            <li>
              <a href="#problems">{words.problems}</a>
            </li>
            <li>
              <a href="#shapes">{words.shapes}</a>
            </li>
          </ul>
        </nav>
        {chapters.map((chapter) => (
          <section id={anchor(chapter.name)}>
            <h2>{chapter.name}</h2>
            <p class="help">{chapter.says}</p>
            {chapter.operations.map((operation) => (
              <Call operation={operation} />
            ))}
          </section>
        ))}
        <Others />
        <Problems />
        <section id="shapes">
          <h2>{words.shapes}</h2>
          {shapes.map((shape) => (
            <details id={`shape-${shape.name}`}>
              <summary>
                <strong>{shape.name}</strong> <span class="help">{marked(shape.says)}</span>
              </summary>
              <Fields fields={shape.fields} />
            </details>
          ))}
        </section>
      </article>
    </Layout>
  )
}

function Call({ operation }: { operation: Operation }) {
  const { name, method, path, says, more, scope, fields, answer } = operation
  return (
    <details id={name}>
      <summary>
        <code>
          <b>{method}</b> {path}
        </code>{' '}
        <span>{says}</span>
        {scope !== '' && <small> · {words.needs(scope)}</small>}
      </summary>
      {more !== '' && <p>{marked(more)}</p>}
      <Fields fields={fields} />
      <p class="help">
        {words.answers}: <Named type={answer} />
      </p>
    </details>
  )
}

function Fields({ fields }: { fields: readonly Field[] }) {
  if (fields.length === 0) return null
  return (
    <dl>
      {fields.map(({ name, place, required, says, type }) => (
        <div>
          <dt>
            <code>{name}</code>
            {place !== '' && <small> {place}</small>}
          </dt>
          <dd>
            <Named type={type} />
            {required && place !== '' && <small> · {words.required}</small>}
            {says !== '' && <p>{marked(says)}</p>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Named({ type: { text, shape } }: { type: Type }) {
  if (text === '') return <>{words.nothing}</>
  return shape === undefined ? <>{text}</> : <a href={`#shape-${shape}`}>{text}</a>
}

function Others() {
  return (
    <section id="others">
      <h2>{words.others}</h2>
      <dl>
        {words.otherDoors.map(([path, says]) => (
          <div>
            <dt>
              <code>{path}</code>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Problems() {
  return (
    <section id="problems">
      <h2>{words.problems}</h2>
      <p>{words.problemsIntro}</p>
      <dl>
        {words.problemKinds.map(([kind, status, says]) => (
          <div id={`problem-${kind}`}>
            <dt>
              <code>{kind}</code> <small>{status}</small>
            </dt>
            <dd>{marked(says)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** What stands between grave accents is code. */
const marked = (text: string) =>
  text.split('`').map((part, i) => (i % 2 === 1 ? <code>{part}</code> : <>{part}</>))

const anchor = (name: string) => name.toLowerCase()
