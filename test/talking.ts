/** A house in which people talk. */
import type { Thread } from '#discussion'
import { DomainError } from '#domain-error'
import { readPaperId } from '#paper'
import type { Store } from '#store'
import { people, person } from './people.ts'
import { keepAll, paperOn } from './site.ts'

export const bread = readPaperId('2611.00001')
export const yeast = readPaperId('2611.00002')

/** Two papers, three readers who have long been there, and a curator. */
export async function aHouse(store: Store) {
  await keepAll(store, [
    paperOn('2026-11-20', bread, { title: 'Bread' }),
    paperOn('2026-11-20', yeast, { title: 'Yeast' }),
  ])
  const [ada, emmy, kurt] = await people(store, ['Ada', 'Emmy', 'Kurt'])
  if (!ada || !emmy || !kurt) throw new Error('somebody is missing')
  return { ada, emmy, kurt, curator: await person(store, 'Cora', { role: 'curator' }) }
}

/** The bodies of threads, answers in brackets behind them. */
export const told = (threads: readonly Thread[]): string =>
  threads
    .map(({ body, state, answers }) => {
      const said = state === 'there' ? body : state
      return answers.length > 0 ? `${said} (${told(answers)})` : said
    })
    .join(', ')

/** Finds a refusal of that kind. */
export const refusal = (kind: DomainError['kind']) => (error: unknown) =>
  error instanceof DomainError && error.kind === kind
