import { Hono } from 'hono'
import type { Holding } from '#accounts'
import { frameOf } from '../frame.ts'
import { type Frame, Layout } from '../parts/layout.tsx'
import type { Site } from '../site.ts'
import { words } from '../words/words.ts'

/** What is kept of readers: of everybody, of those with accounts, and by each part of the site. */
export function privacy({ holdings }: Site): Hono {
  return new Hono().get('/privacy', (c) =>
    c.render(<PrivacyPage frame={frameOf(c)} holdings={holdings} />),
  )
}

function PrivacyPage({ frame, holdings }: { frame: Frame; holdings: readonly Holding[] }) {
  const told = words.account.privacy
  return (
    <Layout frame={frame} title={told.heading}>
      <article class="essay">
        <h1>{told.heading}</h1>
        <p>{told.intro}</p>
        <section>
          <h2>{told.readers}</h2>
          {told.readersText.map((text) => (
            <p>{text}</p>
          ))}
        </section>
        <section>
          <h2>{told.account}</h2>
          {told.accountText.map((text) => (
            <p>{text}</p>
          ))}
        </section>
        <section>
          <h2>{told.modules}</h2>
          {holdings.length === 0 && <p>{told.none}</p>}
          {holdings.map(({ kept }) => (
            <p>{kept}</p>
          ))}
        </section>
        <section>
          <h2>{told.yours}</h2>
          <p>{told.yoursText}</p>
        </section>
      </article>
    </Layout>
  )
}
