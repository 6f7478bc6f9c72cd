import { Command, CommanderError, Option } from 'commander'
import type { Elsewhere } from './at-site.ts'
import { readConfig } from '#config'
import { DomainError } from '#domain-error'
import {
  citeCommand,
  dayCommand,
  forYouCommand,
  similarCommand,
  trendingCommand,
} from './reading.ts'
import { saveCommand, voteCommand, watchCommand } from './keeping.ts'
import { backfillCommand } from './backfill.ts'
import { calendarCommand } from './calendar.ts'
import { checkCommand } from './check.ts'
import { bounceCommand } from './bounce.ts'
import { digestCommand } from './digest.ts'
import { doctorCommand } from './doctor.ts'
import { harvestCommand } from './harvest.ts'
import { importCommand } from './import.ts'
import { labsCommand } from './labs.ts'
import { libraryCommand } from './library.ts'
import { mailCommand } from './mail.ts'
import { mcpCommand } from './mcp.ts'
import { mergeCommand, unmergeCommand } from './merge.ts'
import { addressCommand, inviteCommand, peopleCommand, roleCommand } from './people.ts'
import { rebuildCommand } from './rebuild.ts'
import { searchCommand } from './search.ts'
import { serveCommand } from './serve.ts'
import { showCommand } from './show.ts'
import { openTerminal, type Streams } from './terminal.ts'
import { workCommand } from './work.ts'

/** What a command ends with, so that scripts can tell. */
export const exit = { done: 0, fault: 1, misuse: 2, nothing: 3, interrupted: 130 } as const

/** Runs one command and answers its exit code. */
export async function cli(
  args: readonly string[],
  environment: Record<string, string | undefined>,
  streams: Streams = process,
): Promise<number> {
  let code: number = exit.done
  const program: Command = new Command('broadsheet')
    .description('The daily paper of research, on your own machine.')
    .version('0.1.0')
    .showHelpAfterError('(broadsheet --help shows what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    })
    .option('--server <url>', 'ask the site at this address, not the papers in this folder')
    .addOption(
      new Option('--token <token>', 'ask for the reader of this token').env('BROADSHEET_TOKEN'),
    )
    .addHelpText('after', help)
    .hook('preAction', (_, command) => refuseElsewhere(program, command))
  const terminal = openTerminal(
    () => readConfig(environment),
    streams,
    () => program.opts<Elsewhere>(),
  )

  for (const command of [
    serveCommand,
    workCommand,
    importCommand,
    harvestCommand,
    backfillCommand,
    checkCommand,
    calendarCommand,
    doctorCommand,
    digestCommand,
    bounceCommand,
    searchCommand,
    showCommand,
    dayCommand,
    trendingCommand,
    similarCommand,
    citeCommand,
    forYouCommand,
    watchCommand,
    saveCommand,
    voteCommand,
    mergeCommand,
    unmergeCommand,
    rebuildCommand,
    mailCommand,
    mcpCommand,
    labsCommand,
    libraryCommand,
    inviteCommand,
    peopleCommand,
    roleCommand,
    addressCommand,
  ]) {
    program.addCommand(command(terminal, (with_) => (code = with_)).copyInheritedSettings(program))
  }
  try {
    await program.parseAsync(args, { from: 'user' })
    return terminal.signal.aborted ? exit.interrupted : code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.misuse
    if (terminal.signal.aborted) {
      terminal.say('Stopped. What was kept is kept; run the same command to go on.')
      return exit.interrupted
    }
    terminal.say(sentenceOf(error))
    return error instanceof DomainError
      ? error.kind === 'missing'
        ? exit.nothing
        : exit.misuse
      : exit.fault
  } finally {
    terminal.close()
  }
}

/** What can be asked of a site elsewhere. */
const asking = new Set([
  'search',
  'show',
  'day',
  'trending',
  'similar',
  'cite',
  'for-you',
  'watch',
  'save',
  'vote',
])

/** Refuses to do here what was meant for a site elsewhere. */
function refuseElsewhere(program: Command, command: Command): void {
  const { server } = program.opts<Elsewhere>()
  const names = [command.name(), command.parent?.name() ?? '']
  if (server === undefined || names.some((name) => asking.has(name))) return
  throw new DomainError(
    'invalid',
    `--server is for ${[...asking].join(', ')}; ${command.name()} works on the papers in this folder.`,
  )
}

/** A refusal is a sentence already; of a fault the keeper of the site gets everything. */
function sentenceOf(error: unknown): string {
  if (error instanceof DomainError) return error.message
  if (!(error instanceof Error)) return String(error)
  if (/^(E[A-Z]+|SQLITE_\w+)$/.test(codeOf(error))) return error.message
  return error.stack ?? error.message
}

const codeOf = (error: Error) => ('code' in error ? String(error.code) : '')

const help = `
The first five minutes:
  broadsheet serve                       the site, at http://localhost:3000
  broadsheet import page.txt corpus.jsonl.gz
                                         saved result pages, JSON lines, BibTeX …, also .gz, .zst
  broadsheet harvest arxiv --set cs      what arXiv announced lately in computer science
  broadsheet check cs.LG                 whether all that was announced is here
  broadsheet doctor                      what is wrong, if anything is, in plain words
  broadsheet harvest hf                  what readers of Hugging Face picked, day by day
  broadsheet search "attention sinks"    find papers from here
  broadsheet show 2309.17453             one paper, whole
  broadsheet day                         the last day; also trending, similar, cite
  broadsheet --server https://papers.example.org search "attention sinks"
                                         the same of a site elsewhere
  broadsheet digest --reader you@example.org
                                         what somebody would get now
  broadsheet mail you@example.org        whether mail works
  broadsheet library import Zotero.rdf   your own list, also BibTeX, RIS, ids and links
  broadsheet labs run streaming-llm      its method, on a small model
  broadsheet mcp                         an assistant at this site: docs/assistants.md

Settings are environment variables:
  BROADSHEET_DATA   the folder that holds everything (./data)
  BROADSHEET_HARVEST parts of arXiv to harvest every day: cs,stat or all (none)
  BROADSHEET_SOURCES other sources to harvest every day: hf,biorxiv,medrxiv … (none)
  BROADSHEET_CONTACT whom a service may write to about our requests (nobody)
  SEMANTIC_SCHOLAR_KEY, OPENALEX_KEY
                    keys for harvest semantic-scholar and openalex (none)
  BROADSHEET_MAIL   smtp://user:password@host:587 (letters become files in data/mail)
  BROADSHEET_MAIL_FROM
                    who letters are from: Broadsheet <paper@example.org>
  BROADSHEET_MAIL_RATE
                    letters to one domain in a minute (300)
  BROADSHEET_DKIM   what signs them: selector._domainkey.example.org=key.pem (none)
  BROADSHEET_HUB    a hub of WebSub to tell of news in feeds (none)
  DATABASE_URL      postgres://… to keep the papers in PostgreSQL instead of SQLite
  BROADSHEET_URL    where people reach the site; makes it one with accounts (none: a house for one)
  BROADSHEET_KEEPER, BROADSHEET_SIGNIN, BROADSHEET_SECRET, BROADSHEET_PROXIES,
  ORCID_CLIENT_ID, GITHUB_CLIENT_ID, HUGGINGFACE_CLIENT_ID, OIDC_ISSUER …
                    who keeps it and how people sign in: docs/accounts.md
  BROADSHEET_ENDORSEMENTS
                    how many put a paper on the front page (3)
  HOST, PORT        where the site listens (127.0.0.1, 3000)
  LOG_LEVEL         debug, info, warn, error or silent

Exit codes: 0 done, 1 a fault, 2 misuse or unreadable input, 3 nothing found, 130 interrupted.`
