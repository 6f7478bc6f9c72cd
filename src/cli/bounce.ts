import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { receive } from '#digest'
import { DomainError } from '#domain-error'
import type { End, Terminal } from './terminal.ts'

/** Takes what a mail server hands over when a letter came back, or somebody complained or left. */
export function bounceCommand(terminal: Terminal, _end: End): Command {
  return new Command('bounce')
    .description('read a delivery report, a complaint or a farewell from standard input')
    .option('--to <address>', 'the address it came to, where it does not say')
    .action(async ({ to = '' }: { to?: string }) => {
      const message = await text(process.stdin)
      await using app = await terminal.open()
      const { store, press, now } = app
      const came = await receive({ store, links: press.links, now }, message, to)
      switch (came.kind) {
        case 'none':
          throw new DomainError(
            'forbidden',
            'This is about no letter of ours, or does not hold the head of it: nothing was noted.',
          )
        case 'answer':
          terminal.say('A person or a program answered: nothing was noted.')
          break
        case 'delay':
          terminal.say('A delay is no bounce: nothing was noted.')
          break
        case 'left':
          terminal.say('Somebody left the paper by mail.')
          break
        case 'bounce':
        case 'complaint':
          terminal.say(`Noted a ${came.kind}: ${came.fault ?? ''}`)
      }
    })
}
