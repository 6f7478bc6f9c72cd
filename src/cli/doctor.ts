import { existsSync } from 'node:fs'
import { styleText } from 'node:util'
import { Command } from 'commander'
import type { Config } from '#config'
import { checkDigests } from '#digest'
import { checkAsides, checkLedger, checkSources } from '#harvest'
import { checkDatabase, checkLeases, checkRoom, openStore, type Store, unread } from '#store'
import type { Symptom } from '#symptom'
import type { End, Terminal } from './terminal.ts'
import { dailySources } from './work.ts'

/** Where a module is examined. */
type Examined = { readonly store: Store; readonly config: Config; readonly now: Date }

/** What is examined, in this order. Another module's health is another line. */
const checkups: readonly ((examined: Examined) => Promise<Symptom[]>)[] = [
  ({ store }) => checkDatabase(store),
  ({ config }) => checkRoom(config.data),
  checkIndex,
  ({ store, now }) => checkLeases(store, now),
  ({ store, config, now }) => checkSources(store, namesOf(store, config), now),
  ({ store, now }) => checkLedger(store, now),
  ({ store, now }) => checkAsides(store, now),
  ({ store, now }) => checkDigests(store, now),
]

export function doctorCommand(terminal: Terminal, end: End): Command {
  return new Command('doctor')
    .description('say in plain words what is wrong, and what is done about it')
    .option('--json', 'answer in JSON')
    .addHelpText('after', help)
    .action(async ({ json }: { json?: true }) => {
      const symptoms = await examine(terminal.config())
      terminal.answer(json ? JSON.stringify(symptoms) : symptoms.map(line).join('\n'))
      if (symptoms.some(({ state }) => state === 'ill')) end(1)
    })
}

async function examine(config: Config): Promise<Symptom[]> {
  let store: Store
  try {
    store = await openStore(config.database)
  } catch (error) {
    const what = `It cannot be opened: ${reasonOf(error)}.`
    const doing = 'See whether the file or the server is there, and whether we may write to it.'
    return [{ about: 'database', state: 'ill', what, doing }]
  }
  try {
    const symptoms: Symptom[] = []
    for (const checkup of checkups)
      symptoms.push(...(await checkup({ store, config, now: new Date() })))
    return symptoms
  } finally {
    await store.destroy()
  }
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

function namesOf(store: Store, config: Config): string[] {
  return dailySources(config, store).map(({ source }) => source.name)
}

/** How far the index is behind. */
async function checkIndex({ store, config }: Examined): Promise<Symptom[]> {
  const about = 'index'
  const behind = await unread(store, 'search')
  if (!existsSync(config.index)) {
    const what = 'There is none yet, so nothing is found.'
    return [{ about, state: 'watch', what, doing: 'It is made as soon as a worker runs.' }]
  }
  if (behind === 0) return [{ about, state: 'well', what: 'It has all that is held.', doing: '' }]
  const what = `It is ${behind.toLocaleString('en')} changes behind.`
  return [{ about, state: 'watch', what, doing: 'The worker reads them, some thousand a second.' }]
}

const signs = { well: '✓', watch: '•', ill: '✗' } as const
const colours = { well: 'green', watch: 'yellow', ill: 'red' } as const

const line = ({ about, state, what, doing }: Symptom): string =>
  `${styleText(colours[state], signs[state])} ${about}: ${[what, doing].filter(Boolean).join(' ')}`

const help = `
✓ is well, • mends itself or can wait, ✗ wants somebody. Ends with 1 where anything wants somebody.`
