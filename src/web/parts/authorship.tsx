import { isReader, type Reader, readersOf } from '#accounts'
import { authorsOf, type Claim, claimBy } from '#claims'
import type { Paper, PaperId } from '#paper'
import type { Store } from '#store'
import { claims as words } from '../words/claims.ts'
import { Reasoned } from './reasoned.tsx'
import { Form } from './form.tsx'

/** Who of the readers here wrote a paper, and what the one who looks says of it. */
export type Authorship = { readonly authors: readonly Reader[]; readonly own?: Claim }

export async function authorshipOf(
  store: Store,
  paper: PaperId,
  reader: Reader | undefined,
): Promise<Authorship> {
  const [authors, own] = await Promise.all([
    authorsOf(store, paper),
    reader && claimBy(store, paper, reader.id),
  ])
  const known = await readersOf(store, [...authors].filter(isReader))
  return { authors: known, ...(own && { own }) }
}

/** The authors of a paper who are here; and for a reader, how to say to be one. */
export function Authors(props: {
  paper: Paper
  authorship: Authorship
  reader?: Reader | undefined
}) {
  const { paper, authorship, reader } = props
  const { authors, own } = authorship
  if (authors.length === 0 && !reader) return null
  return (
    <section class="authorship">
      {authors.length > 0 && <h2>{words.heading}</h2>}
      <ul>
        {authors.map((author) => (
          <li>
            <a href={`/people/${author.handle}`} dir="auto">
              {author.name}
            </a>
            {reader && author.id !== reader.id && (
              <details>
                <summary>{words.dispute}</summary>
                <Reasoned
                  action="/claims/dispute"
                  ask={words.disputeReason}
                  button={words.disputeSend}
                  hidden={{ paper: paper.id, claimant: author.id }}
                />
              </details>
            )}
          </li>
        ))}
      </ul>
      {reader && !reader.bannedAt && <Own paper={paper} own={own} />}
    </section>
  )
}

function Own({ paper, own }: { paper: Paper; own: Claim | undefined }) {
  if (own) {
    return (
      <Form action="/claims/undo">
        <p>{words[own.state]}</p>
        <input type="hidden" name="paper" value={paper.id} />
        {own.state !== 'refused' && <button>{words.undo}</button>}
      </Form>
    )
  }
  return (
    <details>
      <summary>{words.ask}</summary>
      <p class="help">{words.help}</p>
      <Form action="/claims" class="reasoned">
        <input type="hidden" name="paper" value={paper.id} />
        <label>
          {words.said}
          <input name="said" maxlength={500} />
        </label>
        <button>{words.send}</button>
      </Form>
    </details>
  )
}
