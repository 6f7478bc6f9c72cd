import { Command } from 'commander'
import { DomainError } from '#domain-error'
import { MailFault, openMailer, readMailAddress } from '#mail'
import type { End, Terminal } from './terminal.ts'

/** A letter to try the settings with, and what the server said. */
export function mailCommand(terminal: Terminal, _end: End): Command {
  return new Command('mail')
    .argument('<address>', 'where the letter goes')
    .description('send a letter to see whether mail works')
    .action(async (address: string) => {
      const { url, perMinute: _, ...options } = terminal.config().mail
      const to = readMailAddress(address)
      await using mailer = openMailer(url, options)
      try {
        terminal.answer(await mailer.send({ ...trial, to }, { signal: terminal.signal }))
      } catch (error) {
        if (error instanceof MailFault) throw new DomainError('invalid', adviceFor(error))
        throw error
      }
    })
}

const trial = {
  subject: 'A letter from Broadsheet, to see whether mail works',
  text: 'It works. Look at the headers of this letter for dkim=pass and spf=pass.\n',
}

function adviceFor({ about, kind, message }: MailFault): string {
  const said = `The letter was not taken: ${message}`
  if (kind === 'unclear') {
    return `The connection broke before the answer came, so the letter may have been taken: ${message}`
  }
  return about === 'server' ? `${said}\nLook at BROADSHEET_MAIL: host, port, user, password.` : said
}
