import { addDays, type Day, type Span, weekday } from '#paper'
import { count, isWeekend, weekdayInWords, words } from '../words/words.ts'
import { dayPath } from './paths.ts'
import { withQuery } from './pager.tsx'

type DayCount = { readonly day: Day; readonly papers: number }

/** The days of a stretch of time in rows of weeks, each with its number of papers. */
export function Calendar(props: {
  span: Span
  counts: readonly DayCount[]
  category: string | undefined
}) {
  const papersOn = new Map(props.counts.map(({ day, papers }) => [day, papers]))
  const most = Math.max(1, ...props.counts.map(({ papers }) => papers))
  const weeks = weeksOf(props.span)
  return (
    <table class="calendar">
      <caption>{words.month.calendar}</caption>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th scope="col">{weekdayInWords(day)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr>
            {week.map((day) => {
              if (day < props.span.from || day > props.span.to) return <td></td>
              const papers = papersOn.get(day) ?? 0
              return (
                <td class={isWeekend(day) ? 'weekend' : undefined} data-share={share(papers, most)}>
                  <DayCell day={day} papers={papers} category={props.category} />
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DayCell({ day, papers, category = '' }: DayCount & { category: string | undefined }) {
  const number = Number(day.slice(-2))
  if (papers === 0) return <time datetime={day}>{number}</time>
  return (
    <a href={withQuery(dayPath(day), { category })}>
      <time datetime={day}>{number}</time> <span class="number">{count(papers)}</span>
      <span class="unseen">{words.month.papers}</span>
    </a>
  )
}

/** How full a day is beside the fullest, in quarters: 0 to 4. */
const share = (papers: number, most: number) => Math.ceil((papers / most) * 4)

/** Whole weeks, Monday to Sunday, that hold the span. */
function weeksOf({ from, to }: Span): Day[][] {
  const weeks: Day[][] = []
  for (let monday = addDays(from, 1 - weekday(from)); monday <= to; monday = addDays(monday, 7)) {
    weeks.push([0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days)))
  }
  return weeks
}
