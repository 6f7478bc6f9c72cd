import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { noteBounce, readReport, subscriptionOf } from '#digest'
import { DomainError } from '#domain-error'
import type { End, Terminal } from './terminal.ts'

/** Takes what a mail server hands over when a letter did not arrive, or somebody complained. */
export function bounceCommand(terminal: Terminal, _end: End): Command {
  return new Command('bounce')
    .description('read a delivery report or a complaint from standard input')
    .action(async () => {
      const report = readReport(await text(process.stdin))
      if (!report) {
        terminal.say('A delay is no bounce: nothing was noted.')
        return
      }
      await using app = await terminal.open()
      const { address, mark, ...what } = report
      // Anybody can write a report; only who had the letter knows its mark.
      const subscription = await subscriptionOf(app.store, app.press.links.read(mark) ?? '')
      if (subscription?.address !== address) {
        throw new DomainError(
          'forbidden',
          'The letter that came back is none of ours: nothing was noted.',
        )
      }
      await app.store
        .transaction()
        .execute((within) => noteBounce(within, address, what, app.now()))
      terminal.say(`Noted a ${report.kind} of ${address}: ${report.fault}`)
    })
}
