import { Hono } from 'hono'
import { type DayOfDigests, standing, subscribers } from '#digest'
import { frameOf } from '../frame.ts'
import { type Frame, Layout } from '../parts/layout.tsx'
import type { Site } from '../site.ts'
import { count } from '../words/count.ts'
import { digest as words } from '../words/digest.ts'
import { dayInWords } from '../words/words.ts'

/** What went out by mail in the last days, and what did not. */
export function status({ store, now }: Site): Hono {
  return new Hono().get('/status', async (c) => {
    c.header('Cache-Control', 'no-store')
    const [days, all] = await Promise.all([standing(store, now()), subscribers(store)])
    return c.render(<StatusPage frame={frameOf(c)} {...{ days, all }} />)
  })
}

const columns = [
  'due',
  'written',
  'sent',
  'bounced',
  'empty',
  'deferred',
  'refused',
  'unclear',
  'late',
] as const

function StatusPage({
  frame,
  days,
  all,
}: {
  frame: Frame
  days: readonly DayOfDigests[]
  all: Awaited<ReturnType<typeof subscribers>>
}) {
  const { status: said } = words
  return (
    <Layout frame={frame} title={said.heading} unlisted>
      <div class="status">
        <h1>{said.heading}</h1>
        <p>{said.intro(all.on, all.stopped)}</p>
        <p>{all.waiting > 0 ? said.waiting(all.waiting, all.since) : said.noneWaiting}</p>
        {days.length === 0 && <p>{said.none}</p>}
        {days.length > 0 && (
          <section>
            <table>
              <caption class="unseen">{said.heading}</caption>
              <thead>
                <tr>
                  <th scope="col">{said.day}</th>
                  {columns.map((column) => (
                    <th scope="col" class="number">
                      {said.columns[column]}
                    </th>
                  ))}
                  <th scope="col">{said.fault}</th>
                </tr>
              </thead>
              <tbody>
                {days.map((day) => (
                  <tr>
                    <th scope="row">{dayInWords(day.day, 'brief')}</th>
                    {columns.map((column) => (
                      <td class="number">{count(inColumn(day, column))}</td>
                    ))}
                    <td>{withoutAddresses(day.fault)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    </Layout>
  )
}

function inColumn(day: DayOfDigests, column: (typeof columns)[number]): number {
  const { counts } = day
  if (column === 'due' || column === 'written' || column === 'bounced') return day[column]
  // What is on its way, or waits its turn, is put off until the server has answered.
  if (column === 'deferred') return (counts.deferred ?? 0) + (counts.handing ?? 0)
  return counts[column] ?? 0
}

/** Servers repeat the address that they refuse; it is nobody's business. */
const withoutAddresses = (fault: string) => fault.replace(/\S+@\S+/g, '…').slice(0, 300)
