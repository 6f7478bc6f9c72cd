import { readFileSync, writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { readerNamed, theOnlyReader } from '#accounts'
import { type App, refreshIndex } from '#app'
import { DomainError } from '#domain-error'
import {
  askZotero,
  beginImport,
  beginWithList,
  collectionsOf,
  exportFormats,
  exportShelf,
  goOnWith,
  importedItems,
  importOf,
  readFormat,
  textIn,
  viewed,
  workOnImports,
} from '#library'
import type { ReaderId } from '#store'
import type { End, Terminal } from './terminal.ts'
import { asWhom } from './work.ts'

type Whose = { readonly reader?: string }

/** A reader's library from here: lists brought in, and files for other programs. */
export function libraryCommand(terminal: Terminal, end: End): Command {
  return new Command('library')
    .description('bring a list of papers into a library, or write a library to a file')
    .addCommand(bringCommand(terminal, end))
    .addCommand(exportCommand(terminal))
}

function bringCommand(terminal: Terminal, end: End): Command {
  return new Command('import')
    .argument('[files...]', 'Zotero RDF, BibTeX, RIS, CSL-JSON, JSON, ids and links; also packed')
    .description('bring lists of papers into a library')
    .option('--zotero [address]', 'ask Zotero, which runs on this machine')
    .option('--reader <handle>', 'whose library; needed where people have accounts')
    .option('--json', 'answer in JSON')
    .addHelpText('after', help)
    .action(
      async (
        files: string[],
        { zotero, json, ...whose }: Whose & { zotero?: string | true; json?: true },
      ) => {
        if (files.length === 0 && zotero === undefined) {
          terminal.say('Name a file, or say --zotero. broadsheet library import --help tells more.')
          return end(2)
        }
        await using app = await terminal.open()
        const { store, now } = app
        const reader = await readerIn(app, whose)
        const beyond = app.accounts.signIn === 'off' ? 'take' : 'leave'
        const begun: string[] = []
        if (zotero !== undefined) {
          const list = await askZotero(zotero === true ? undefined : zotero, terminal.signal)
          begun.push(await beginWithList(store, reader, { name: 'Zotero', list, beyond }, now()))
        }
        for (const name of files) {
          const text = textIn(readFileSync(name))
          begun.push(await beginImport(store, reader, { name, text, beyond }, now()))
        }
        for (const id of begun) await goOnWith(store, id, now())
        terminal.progress.show('asking for what is not held')
        await workOnImports(store, asWhom(terminal.config()), terminal.signal, now)
        terminal.progress.end()
        await refreshIndex(app, terminal.signal)
        for (const id of begun) await tell(terminal, app, reader, id, json)
      },
    )
}

async function tell(
  terminal: Terminal,
  { store }: App,
  reader: ReaderId,
  id: string,
  json: true | undefined,
): Promise<void> {
  const { name, kind, state, fault, counts } = await importOf(store, reader, id)
  const aside = await importedItems(store, reader, id, 'aside', 1_000_000)
  if (json) {
    terminal.answer(JSON.stringify({ name, kind, state, fault, ...counts, setAside: aside }))
    return
  }
  if (fault) throw new DomainError('invalid', `${name}: ${fault}`)
  const { held, brought, waiting } = counts
  terminal.answer(
    `${name} (${kind}): ${held} found here, ${brought} brought in, ${aside.length} set aside` +
      (waiting > 0 ? `, ${waiting} still asked for: “broadsheet work” goes on with it` : ''),
  )
  for (const { title, reason } of aside) terminal.answer(`  ${title.slice(0, 100)}: ${reason}`)
}

function exportCommand(terminal: Terminal): Command {
  return new Command('export')
    .description('write a library, or a collection of it, to a file or to standard output')
    .option('--format <format>', exportFormats.join(', '), 'json')
    .option('--collection <name>', 'one collection alone')
    .option('--tag <tag>', 'what has this tag')
    .option('--output <file>', 'where to write; without it, to standard output')
    .option('--reader <handle>', 'whose library; needed where people have accounts')
    .action(
      async ({
        format,
        collection,
        tag,
        output,
        ...whose
      }: Whose & { format: string; collection?: string; tag?: string; output?: string }) => {
        const wanted = readFormat(format)
        await using app = await terminal.open()
        const reader = await readerIn(app, whose)
        const papers = await papersIn(app, reader, { collection, tag })
        const { text } = await exportShelf(app.store, reader, wanted, { papers })
        if (output === undefined) terminal.answer(text.trimEnd())
        else writeFileSync(output, text)
      },
    )
}

async function papersIn(
  app: App,
  reader: ReaderId,
  { collection, tag }: { collection: string | undefined; tag: string | undefined },
) {
  if (collection === undefined && tag === undefined) return undefined
  const known = await collectionsOf(app.store, reader)
  const found = known.find(({ name }) => name.toLowerCase() === collection?.toLowerCase())
  if (collection !== undefined && !found) {
    const names = known.map(({ name }) => name).join(', ')
    throw new DomainError('missing', `There is no collection “${collection}”, only: ${names}.`)
  }
  const { shelved } = await viewed(app, reader, { collection: found?.id, tag })
  return shelved.map(({ paper }) => paper)
}

/** Whose library is meant: the one reader's of this machine, or who is named. */
async function readerIn(app: App, { reader }: Whose): Promise<ReaderId> {
  if (reader !== undefined) {
    const found = await readerNamed(app.store, reader)
    if (found) return found.id
    throw new DomainError('missing', `There is no reader “${reader}”.`)
  }
  if (app.accounts.signIn === 'off') return theOnlyReader(app.store, app.now())
  throw new DomainError('invalid', 'Say whose library is meant: --reader and a handle.')
}

const help = `
The kind of a file is told by its content. Papers that are held are found by id, DOI or title; those
of arXiv and with a DOI are asked for; of the rest you are told why not. Importing a list again
changes nothing.

  broadsheet library import "My Library.rdf"     what Zotero exports
  broadsheet library import --zotero             ask Zotero, which runs here
  broadsheet library import refs.bib ids.txt     BibTeX; ids and links
  broadsheet library export --format bibtex --collection Baking --output baking.bib`
