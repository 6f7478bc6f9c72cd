import { Hono } from 'hono'
import { frameOf } from '../frame.ts'
import { type Frame, Layout } from '../parts/layout.tsx'
import type { Site } from '../site.ts'
import { ranking as told } from '../words/ranking.ts'

/** The formula by which papers are ranked, in full. */
export function ranking(_site: Site): Hono {
  return new Hono().get('/about/ranking', (c) => c.render(<RankingPage frame={frameOf(c)} />))
}

function RankingPage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame} title={told.title} canonical="/about/ranking">
      <article class="essay">
        <h1>{told.title}</h1>
        <p>{told.intro}</p>
        <p class="formula">{told.formula}</p>
        {told.sections.map(({ heading, text }) => (
          <section>
            <h2>{heading}</h2>
            {text.map((paragraph) => (
              <p>{paragraph}</p>
            ))}
          </section>
        ))}
      </article>
    </Layout>
  )
}
