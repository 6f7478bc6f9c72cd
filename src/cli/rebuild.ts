import { Command } from 'commander'
import { openApp, refreshIndex } from '#app'
import { countPapers } from '#catalog'
import { forgetBookmark, openStore } from '#store'
import type { End, Terminal } from './terminal.ts'

export function rebuildCommand(terminal: Terminal, _end: End): Command {
  return new Command('rebuild')
    .description('make the search index anew from the papers; nothing is lost by it')
    .action(async () => {
      const config = terminal.config()
      const store = await openStore(config.database)
      await forgetBookmark(store, 'search')
      await store.destroy()

      await using app = await openApp(config)
      const all = await countPapers(app.store)
      const read = await refreshIndex(app, terminal.signal, (count) =>
        terminal.progress.show(
          `${count.toLocaleString('en')} papers indexed`,
          all ? count / all : 1,
        ),
      )
      terminal.progress.end()
      terminal.answer(
        read === 'elsewhere'
          ? 'A running Broadsheet makes the index anew; search is back as it gets on.'
          : `The index holds ${all.toLocaleString('en')} papers.`,
      )
    })
}
