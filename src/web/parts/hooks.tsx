import { type Hook, shapes, type Watch } from '#watches'
import { digest as words } from '../words/digest.ts'
import { Form } from './form.tsx'

type Props = { home: string; watches: readonly Watch[]; hooks: readonly Hook[] }

/** The programs that are told what watches find. */
export function Hooks({ home, watches, hooks }: Props) {
  const { hooks: said } = words
  const told = watches.filter(({ kind }) => kind !== 'mute')
  const nameOf = (id: string) => watches.find((watch) => watch.id === id)?.name ?? ''
  return (
    <section id="hooks">
      <h2>{said.heading}</h2>
      <p>{said.help}</p>
      {hooks.length > 0 && (
        <ul class="watches">
          {hooks.map(({ id, watch, url, shape, secret, fault, stoppedAt }) => (
            <li>
              <Form action={`${home}/hook`}>
                <input type="hidden" name="drop" value={id} />
                <span class="kind">{said.shapes[shape]}</span> {nameOf(watch)} → {hostOf(url)}{' '}
                <button aria-label={`${words.drop}: ${hostOf(url)}`}>{words.drop}</button>
              </Form>
              <details>
                <summary>{said.secret}</summary>
                <code>{secret}</code>
              </details>
              {fault && <small>{stoppedAt ? said.stopped(fault) : said.fault(fault)}</small>}
            </li>
          ))}
        </ul>
      )}
      {told.length === 0 && <p>{said.first}</p>}
      {told.length > 0 && (
        <Form action={`${home}/hook`}>
          <p class="row">
            <select name="watch" aria-label={words.watches}>
              {told.map(({ id, name }) => (
                <option value={id}>{name}</option>
              ))}
            </select>
            <select name="shape" aria-label={said.shape}>
              {shapes.map((shape) => (
                <option value={shape}>{said.shapes[shape]}</option>
              ))}
            </select>
            <input
              type="url"
              name="url"
              required
              maxlength={2000}
              placeholder="https://…"
              aria-label={said.url}
              autocomplete="off"
            />
            <label>
              {said.ownSecret} <input name="secret" maxlength={200} autocomplete="off" />
            </label>
            <button>{words.add}</button>
          </p>
        </Form>
      )}
    </section>
  )
}

/** An address may be a secret in itself; its host says enough to tell one from another. */
const hostOf = (url: string) => new URL(url).host
