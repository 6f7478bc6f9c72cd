import { Command } from 'commander'
import { choose, lastOf, nextDue, pageOf, plainDigest } from '#digest'
import { DomainError } from '#domain-error'
import { dayOf, isDay } from '#paper'
import type { End, Terminal } from './terminal.ts'

/** Shows the digest of somebody, as it was sent or as it would be. */
export function digestCommand(terminal: Terminal, _end: End): Command {
  return new Command('digest')
    .description('print a digest as it was sent, or would be sent now; sends nothing')
    .requiredOption(
      '--reader <who>',
      'an address, the handle of a reader, or the id of a subscription',
    )
    .option('--day <day>', 'the day it is of, like 2026-11-20; without one, the next that is due')
    .option('--dry-run', 'send nothing; it never does')
    .action(async ({ reader, day }: { reader: string; day?: string }) => {
      await using app = await terminal.open()
      const { store, press } = app
      if (day !== undefined && !isDay(day)) {
        throw new DomainError('invalid', `“${day}” is not a day like 2026-11-20.`)
      }
      const { subscription, sent } = await lastOf(store, reader, day)
      if (sent) {
        terminal.say(`Of ${sent.day}, ${sent.state}${sent.fault && `: ${sent.fault}`}.`)
        terminal.answer(plainDigest(pageOf(sent.chosen, subscription, sent.day, press.links)))
        return
      }
      const now = app.now()
      const window = await press.windowOf(subscription.seen, now)
      const chosen = await choose(store, subscription, window, now)
      const due = nextDue(subscription.choices, now)
      const of = day ?? due?.day ?? dayOf(now, subscription.choices.zone)
      terminal.say(
        due && subscription.state === 'on'
          ? `Not sent yet; the next is due at ${due.at.toISOString()}. If it were written now:`
          : 'Nothing is due: nobody has confirmed it, or it was left. If it were written now:',
      )
      terminal.answer(plainDigest(pageOf(chosen, subscription, of, press.links)))
    })
}
