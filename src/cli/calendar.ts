import { Command } from 'commander'
import { calendarOf, correctCalendar, corrections } from '#catalog'
import { DomainError } from '#domain-error'
import { type Day, dayOf, holidaysOf, isDay, weekday } from '#paper'
import type { End, Terminal } from './terminal.ts'

export function calendarCommand(terminal: Terminal, _end: End): Command {
  return new Command('calendar')
    .argument('[what]', 'quiet, announces or forget; left out, the calendar is shown')
    .argument('[evening]', 'the evening, in Ithaca, of which arXiv says so: 2027-11-25')
    .description('see and correct the evenings on which arXiv announces nothing')
    .option('--note <text>', 'why, for whoever asks later', '')
    .option('--json', 'answer in JSON')
    .addHelpText('after', help)
    .action(
      async (
        what: string | undefined,
        evening: string | undefined,
        { note, json }: { note: string; json?: true },
      ) => {
        await using app = await terminal.open()
        if (what !== undefined) {
          const moved = await correctCalendar(app.store, correction(what, evening, note), app.now())
          terminal.say(
            moved === 1 ? '1 paper moved to another day.' : `${moved} papers moved to another day.`,
          )
        }
        const year = Number(dayOf(app.now()).slice(0, 4))
        const calendar = await calendarOf(app.store)
        const quiet = [year, year + 1].flatMap((one) => holidaysOf(one, calendar))
        const corrected = await corrections(app.store)
        terminal.answer(
          json
            ? JSON.stringify({ quiet, corrections: corrected })
            : [
                'arXiv announces nothing on Fridays and Saturdays, nor on the evenings of',
                ...quiet.map((day) => `  ${day}`),
                ...(corrected.length > 0 ? ['Corrected here:'] : []),
                ...corrected.map(({ evening: day, kind, note: why }) =>
                  `  ${day} ${kind} ${why}`.trimEnd(),
                ),
              ].join('\n'),
        )
      },
    )
}

function correction(what: string, evening: string | undefined, note: string) {
  const day = eveningIn(evening)
  if (what === 'forget') return { evening: day, kind: 'forget' } as const
  if (what !== 'quiet' && what !== 'announces') {
    throw new DomainError('invalid', `“${what}” is none of quiet, announces and forget`)
  }
  if (weekday(day) === 5 || weekday(day) === 6) {
    throw new DomainError('invalid', `arXiv announces nothing on ${day} anyway: it is a weekend`)
  }
  return { evening: day, kind: what, note: note.slice(0, 200) } as const
}

function eveningIn(text: string | undefined): Day {
  if (text && isDay(text)) return text
  throw new DomainError('invalid', 'name an evening: broadsheet calendar quiet 2027-11-25')
}

const help = `
arXiv publishes its holidays a year ahead; those that it keeps every year are built in. An evening
without an announcement leaves the day after it without a list: the ledger says so, and papers go
under the next day. The correction holds for what is held already, too.`
