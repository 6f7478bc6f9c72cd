import type { Import, ImportOutcome } from '#library'
import { paperPath, understand } from '#paper'
import { imports as words } from '../words/imports.ts'
import { count } from '../words/words.ts'
import { Form } from './form.tsx'
import { type Frame, Layout } from './layout.tsx'
import { ShelfNav } from './shelf-page.tsx'
import { Moment } from './time.tsx'

type Imported = { readonly title: string; readonly became: string; readonly reason: string }

/** Where a list is brought in, and those that were. */
export function ImportsPage(props: { frame: Frame; past: readonly Import[]; alone: boolean }) {
  const { frame, past, alone } = props
  return (
    <Layout frame={frame} title={words.heading} unlisted>
      <header class="results shelf-head">
        <h1>{words.heading}</h1>
        <p>{words.intro}</p>
        <ShelfNav at="/library/import" />
      </header>
      <div class="own import">
        <Form action="/library/import" enctype="multipart/form-data" class="sheet">
          <label>
            {words.file}
            <input type="file" name="file" />
          </label>
          <p class="help">{words.fileHelp}</p>
          <label>
            {words.text}
            <textarea
              name="text"
              rows={5}
              placeholder={words.textHint}
              spellcheck={false}
            ></textarea>
          </label>
          {alone && <input type="hidden" name="beyond" value="leave" />}
          {alone && (
            <label class="choice">
              <input type="checkbox" name="beyond" value="take" checked /> {words.beyond}
            </label>
          )}
          <button>{words.button}</button>
        </Form>
        {alone && (
          <section>
            <Form action="/library/import">
              <input type="hidden" name="zotero" value="yes" />
              <button>{words.zotero}</button>
            </Form>
            <p class="help">{words.zoteroHelp}</p>
          </section>
        )}
        {past.length > 0 && (
          <section>
            <h2>{words.past}</h2>
            <ul class="rows">
              {past.map((one) => (
                <li>
                  <p>
                    <a href={`/library/imports/${one.id}`} dir="auto">
                      {one.name}
                    </a>{' '}
                    {one.kind && `(${one.kind})`}: {words.states[one.state]}
                    {one.state === 'done' && `, ${words.of(one.counts.held + one.counts.brought)}`}
                  </p>
                  <p class="help">
                    <Moment at={one.madeAt} />
                  </p>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Layout>
  )
}

const total = ({ counts }: Import) => Object.values(counts).reduce((sum, n) => sum + n, 0)

/** What became of a list. While it is at work, the page comes again every few seconds. */
export function ImportPage(props: {
  frame: Frame
  of: Import
  aside: readonly Imported[]
  brought: readonly Imported[]
  held: readonly Imported[]
}) {
  const { frame, of, aside, brought, held } = props
  const { id, name, kind, state, fault, counts } = of
  const settled = total(of) - counts.waiting
  const isAtWork = state !== 'done' && state !== 'refused'
  return (
    <Layout frame={frame} title={name} unlisted>
      <header class="results shelf-head">
        <h1 dir="auto">{name}</h1>
        <p role="status">
          {kind && `${kind}: `}
          {words.states[state]}
        </p>
        <ShelfNav at="" />
      </header>
      <div class="own import">
        {fault && <p class="notice">{fault}</p>}
        {isAtWork && (
          <p>
            <progress value={settled} max={Math.max(1, total(of))}></progress>{' '}
            {words.settled(settled, total(of))}
          </p>
        )}
        {isAtWork && <p class="help">{words.stays}</p>}
        <dl class="facts">
          {(['held', 'brought', 'aside', 'waiting'] as const).map(
            (outcome) =>
              counts[outcome] > 0 && (
                <div>
                  <dt>{words.outcomes[outcome]}</dt>
                  <dd>{count(counts[outcome])}</dd>
                </div>
              ),
          )}
        </dl>
        {counts.held + counts.brought > 0 && (
          <>
            <p>
              <a href="/library">{words.toLibrary}</a> · <a href="/for-you">{words.recommend}</a>
            </p>
            <Form action="/library/undo">
              <input type="hidden" name="act" value={id} />
              <input type="hidden" name="from" value="/library" />
              <button class="quiet">{words.undo}</button>
            </Form>
          </>
        )}
        <Outcome outcome="aside" items={aside} of={counts.aside} />
        <Outcome outcome="brought" items={brought} of={counts.brought} />
        <Outcome outcome="held" items={held} of={counts.held} />
      </div>
    </Layout>
  )
}

function Outcome(props: { outcome: ImportOutcome; items: readonly Imported[]; of: number }) {
  const { outcome, items, of } = props
  if (items.length === 0) return null
  return (
    <section>
      <h2>
        {words.outcomes[outcome]} <span class="number">{count(of)}</span>
      </h2>
      <ul class="rows">
        {items.map(({ title, became, reason }) => {
          const paper = understand(became)
          return (
            <li>
              <p dir="auto">
                {paper && outcome !== 'aside' ? <a href={paperPath(paper)}>{title}</a> : title}
              </p>
              {reason && (
                <p class="help">
                  {reason}{' '}
                  <a href={`/search?${new URLSearchParams({ q: title.slice(0, 300) }).toString()}`}>
                    {words.lookFor}
                  </a>
                </p>
              )}
            </li>
          )
        })}
      </ul>
      {of > items.length && <p class="help">{words.more(of - items.length)}</p>}
    </section>
  )
}
