import { Hono } from 'hono'
import { countPapers, editions } from '#catalog'
import { frameOf } from '../frame.ts'
import { type Frame, Layout } from '../parts/layout.tsx'
import type { Site } from '../site.ts'
import { about as told, aboutHeld } from '../words/about.ts'
import { words } from '../words/words.ts'

/** What this site is, what it holds and where that is from. */
export function about({ store }: Site): Hono {
  return new Hono().get('/about', async (c) => {
    const [papers, all] = await Promise.all([countPapers(store), editions(store)])
    return c.render(<AboutPage frame={frameOf(c)} papers={papers} editions={all.length} />)
  })
}

function AboutPage(props: { frame: Frame; papers: number; editions: number }) {
  return (
    <Layout frame={props.frame} title={words.nav.about}>
      <article class="essay">
        <h1>{told.heading}</h1>
        <p>{told.intro}</p>
        <p>{aboutHeld(props.papers, props.editions)}</p>
        {told.sections.map(({ heading, text }) => (
          <section>
            <h2>{heading}</h2>
            {text.map((paragraph) => (
              <p>{paragraph}</p>
            ))}
          </section>
        ))}
        <section>
          <h2>{words.keys.heading}</h2>
          <dl class="keys">
            {words.keys.list.map(([key, meaning]) => (
              <div>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      </article>
    </Layout>
  )
}
