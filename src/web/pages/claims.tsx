import { Hono } from 'hono'
import { decisions, type Decision } from '#accounts'
import { claim, dispute, settleClaim, unclaim } from '#claims'
import { paperPath, readPaperId } from '#paper'
import { fieldsIn } from '../fields.ts'
import { frameOf } from '../frame.ts'
import { By } from '../parts/by.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { Pager, pageOf, sliceOf } from '../parts/pager.tsx'
import { rich } from '../parts/rich.ts'
import { Time } from '../parts/time.tsx'
import { signedIn } from '../reader.ts'
import type { Site } from '../site.ts'
import { claims as words } from '../words/claims.ts'
import { words as all } from '../words/words.ts'
import { type Names, namesOf } from './moderation.tsx'

/** Who wrote a paper, as readers say and curators see; and the public log of decisions about people. */
export function claims({ store, now }: Site): Hono {
  return new Hono()
    .post('/claims', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      const paper = readPaperId(field('paper'))
      await claim(store, reader, { paper, said: field('said') }, now())
      return c.redirect(paperPath(paper), 303)
    })
    .post('/claims/undo', async (c) => {
      const reader = signedIn(c)
      const paper = readPaperId((await fieldsIn(c))('paper'))
      await unclaim(store, reader, paper, now())
      return c.redirect(paperPath(paper), 303)
    })
    .post('/claims/dispute', async (c) => {
      const reader = signedIn(c)
      const field = await fieldsIn(c)
      const paper = readPaperId(field('paper'))
      const of = { paper, claimant: field('claimant') }
      await dispute(store, reader, of, field('reason'), now())
      return c.redirect(paperPath(paper), 303)
    })
    .post('/claims/settle', async (c) => {
      const curator = signedIn(c, { as: 'curator' })
      const field = await fieldsIn(c)
      const of = { paper: readPaperId(field('paper')), claimant: field('claimant') }
      await settleClaim(store, curator, of, field('answer') === 'yes' ? 'yes' : 'no', now())
      return c.redirect('/moderation', 303)
    })
    .get('/log/people', async (c) => {
      const page = pageOf(c.req.query('page'))
      const log = await decisions(store, sliceOf(page))
      const names = await namesOf(store, {
        papers: log.decisions.flatMap(({ paper }) => paper || []),
        actors: log.decisions.flatMap(({ actor, reader }) => [actor, reader]),
      })
      c.header('Cache-Control', 'private, no-cache')
      return c.render(<LogPage frame={frameOf(c)} {...log} {...{ names, page }} />)
    })
}

type LogPageProps = {
  frame: Frame
  decisions: readonly Decision[]
  total: number
  names: Names
  page: number
}

function LogPage({ frame, decisions: listed, total, names, page }: LogPageProps) {
  return (
    <Layout frame={frame} title={words.log.heading} canonical="/log/people">
      <header class="results">
        <h1>{words.log.heading}</h1>
        <p>{words.log.intro}</p>
      </header>
      {total === 0 && <p class="notice">{words.log.none}</p>}
      <div class="log">
        <ol>
          {listed.map(({ actor, kind, reader, paper, detail, at }) => (
            <li>
              <Time at={at} />
              <p>
                <By actor={actor} handles={names.handles} /> {words.log.decided[kind]}{' '}
                {paper && (
                  <>
                    <a href={paperPath(paper)} dir="auto">
                      {rich(names.titles.get(paper) ?? paper, { links: false })}
                    </a>
                    {': '}
                  </>
                )}
                <By actor={reader} handles={names.handles} />
                {kind === 'role' && words.log.role(roleInWords(detail))}
              </p>
            </li>
          ))}
        </ol>
      </div>
      <Pager address="/log/people" page={page} total={total} />
    </Layout>
  )
}

const roleInWords = (role: string) =>
  role === 'keeper' || role === 'curator' || role === 'reader'
    ? all.account.person.roles[role]
    : role
