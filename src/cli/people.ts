import { Command } from 'commander'
import {
  giveAddress,
  invite,
  people,
  type Reader,
  readerNamed,
  type Role,
  setRole,
  unban,
} from '#accounts'
import type { App } from '#app'
import { DomainError } from '#domain-error'
import type { End, Terminal } from './terminal.ts'

export function inviteCommand(terminal: Terminal, _end: End): Command {
  return new Command('invite')
    .argument(
      '[address]',
      'the mail address of the one who may come; without it, whoever has the link',
    )
    .option('--role <role>', 'reader, curator or keeper', readRole, 'reader')
    .description('make an invitation, and answer the link that is one')
    .action(async (address: string | undefined, { role }: { role: Role }) => {
      await using app = await terminal.open()
      const asked = { role, ...(address !== undefined && { email: address }) }
      const { code } = await invite(app.store, undefined, asked, app.now())
      const { url } = app.accounts
      if (!url) terminal.say('Set BROADSHEET_URL: without it nobody can sign in.')
      terminal.answer(`${url ? new URL(url).origin : ''}/invitation?code=${code}`)
    })
}

export function peopleCommand(terminal: Terminal, end: End): Command {
  return new Command('people')
    .argument('[find]', 'part of a name or handle, or a whole mail address')
    .option('--json', 'answer in JSON, a line for each')
    .description('list readers, those who joined last first')
    .action(async (find: string | undefined, { json }: { json?: true }) => {
      await using app = await terminal.open()
      let shown = 0
      for (let page = 1; ; page++) {
        const found = await people(app.store, { like: find ?? '', page })
        for (const person of found.people) {
          terminal.answer(json ? JSON.stringify(person) : lineOf(person))
        }
        shown += found.people.length
        if (found.people.length === 0 || shown >= found.total) break
      }
      if (shown === 0) {
        terminal.say('There is no such reader.')
        end(3)
      }
    })
}

const lineOf = ({ handle, role, email, name, joinedAt, bannedAt }: Reader & { email: string }) =>
  [
    handle.padEnd(24),
    role.padEnd(8),
    joinedAt.slice(0, 10),
    name,
    email && `<${email}>`,
    bannedAt && '(may not write)',
  ]
    .filter(Boolean)
    .join('  ')

export function roleCommand(terminal: Terminal, _end: End): Command {
  return new Command('role')
    .argument('<handle>', 'the handle of a reader')
    .argument('<role>', 'reader, curator or keeper', readRole)
    .description('give a reader another role; a keeper can write again too')
    .action(async (handle: string, role: Role) => {
      await using app = await terminal.open()
      const { id } = await named(app, handle)
      if (role === 'keeper') await unban(app.store, '', id, app.now())
      await setRole(app.store, '', id, role, app.now())
      terminal.say(`${handle} is ${role} now.`)
    })
}

export function addressCommand(terminal: Terminal, _end: End): Command {
  return new Command('address')
    .argument('<handle>', 'the handle of a reader: “you” in a house that was for one so far')
    .argument('<address>', 'a mail address that is known to be theirs')
    .description('give a reader a mail address, by which they can sign in')
    .action(async (handle: string, address: string) => {
      await using app = await terminal.open()
      await giveAddress(app.store, (await named(app, handle)).id, address, app.now())
      terminal.say(`${handle} signs in by a link sent to ${address}.`)
    })
}

async function named({ store }: App, handle: string): Promise<Reader> {
  const reader = await readerNamed(store, handle.replace(/^@/, ''))
  if (!reader) throw new DomainError('missing', `There is no reader ${handle}.`)
  return reader
}

function readRole(text: string): Role {
  if (text === 'reader' || text === 'curator' || text === 'keeper') return text
  throw new DomainError('invalid', `“${text}” is no role: reader, curator or keeper.`)
}
