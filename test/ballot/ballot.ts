/**
 * Readers who vote over HTTP at a server that is killed, and the count of what came of it. Every
 * answer that a reader got is a promise: the vote is there, once, whatever happened afterwards.
 */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { addReader, openAccounts, openSession, type ReaderId } from '#accounts'
import { keep } from '#catalog'
import { type PaperId, readPaperId } from '#paper'
import { openStore, type Store } from '#store'
import { type Answered, openClient } from './client.ts'
import { startServer } from './server.ts'

export type Ballot = {
  readonly store: Store
  readonly papers: readonly PaperId[]
  readonly voters: readonly Voter[]
  readonly environment: Readonly<Record<string, string>>
}

/** A reader, and what the server promised them of each paper. */
export type Voter = {
  readonly reader: ReaderId
  readonly cookie: string
  /** What forms of this reader carry. */
  readonly token: string
  readonly promised: Map<PaperId, boolean>
  /** What was asked for last and not answered: it may have happened, or not. */
  open: { readonly paper: PaperId; readonly wanted: boolean } | undefined
}

/** Readers may write 300 times in ten minutes; so many take turns on one connection. */
const turns = 40

/** Prepares a house of readers for so many connections, all signed in, and papers to vote for. */
export async function prepare(
  folder: string,
  database: string | undefined,
  { connections, papers }: { connections: number; papers: number },
): Promise<Ballot> {
  const store = await openStore(database ?? `${folder}/broadsheet.db`)
  const ids = Array.from({ length: papers }, (_, i) =>
    readPaperId(`2611.${String(i + 1).padStart(5, '0')}`),
  )
  await store.transaction().execute((within) =>
    keep(
      within,
      'arxiv',
      ids.map((id) => ({ id, title: `On the number ${id}` })),
    ),
  )
  const secret = randomBytes(32).toString('hex')
  const { formToken } = await openAccounts(store, { signIn: 'on', secret })
  const voters = await store.transaction().execute(async (within) => {
    const all: Voter[] = []
    for (let i = 0; i < connections * turns; i++) {
      const { id } = await addReader(within, { name: `Voter ${i}` })
      const session = await openSession(within, id, { method: 'link' })
      all.push({
        reader: id,
        cookie: `broadsheet=${session.token}`,
        token: formToken({ by: 'session', door: session.id, key: '', network: '' }),
        promised: new Map(),
        open: undefined,
      })
    }
    return all
  })
  const environment = {
    BROADSHEET_DATA: folder,
    BROADSHEET_SIGNIN: 'on',
    BROADSHEET_SECRET: secret,
    ...(database !== undefined && { DATABASE_URL: database }),
  }
  return { store, papers: ids, voters, environment }
}

/**
 * Lets every reader vote, and take votes back, one request after the other, until the server stops
 * answering or `until` is reached. Answers how long each answered request took, in milliseconds.
 */
export async function voteUntil(
  { papers, voters }: Ballot,
  address: string,
  random: () => number,
  until: AbortSignal,
  onFirst?: () => void,
): Promise<number[]> {
  const took: number[] = []
  const connections = voters.length / turns
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      await using client = openClient(address)
      for (let turn = 0; !until.aborted; turn++) {
        const paper = papers[Math.floor(random() * papers.length)]
        const voter = voters[connection + connections * (turn % turns)]
        if (paper === undefined || voter === undefined) return
        const wanted = !(voter.promised.get(paper) ?? false)
        voter.open = { paper, wanted }
        const began = performance.now()
        const answer = await client.vote(voter, paper, wanted)
        if (answer === undefined) return
        if (took.push(performance.now() - began) === 1) onFirst?.()
        check(answer, wanted)
        voter.promised.set(paper, answer.voted)
        voter.open = undefined
      }
    }),
  )
  return took
}

function check(answer: Answered, wanted: boolean): void {
  if (answer.voted !== wanted) throw new Error(`a vote was answered with ${JSON.stringify(answer)}`)
}

/** Waits for what a server of PostgreSQL still does for a process that is gone. */
async function calm({ store, environment }: Ballot): Promise<void> {
  if (!('DATABASE_URL' in environment)) return
  await store
    .transaction()
    .execute((within) => sql`lock table votes in exclusive mode`.execute(within))
}

/** What is wrong with the votes in the store, measured by what readers were promised. */
export type Count = { readonly votes: number; readonly lost: number; readonly doubled: number }

/**
 * Compares the store with the promises. Lost is a promise that the store does not keep, or a vote of
 * which the log of signals does not tell; doubled is a vote that is there twice, or told twice.
 */
export async function countVotes({ store, voters }: Ballot): Promise<Count> {
  const [votes, signals] = await Promise.all([
    store.selectFrom('votes').select(['reader', 'paper']).execute(),
    store.selectFrom('signals').select(['reader', 'paper', 'kind']).orderBy('place').execute(),
  ])
  const held = new Set(votes.map(key))
  const told = Map.groupBy(signals, key)
  let [lost, doubled] = [0, votes.length - held.size]
  for (const voter of voters) {
    for (const [paper, promised] of voter.promised) {
      const there = held.has(key({ reader: voter.reader, paper }))
      if (there === promised) continue
      const unanswered = voter.open?.paper === paper && voter.open.wanted === there
      if (!unanswered) lost++
    }
  }
  for (const [one, news] of told) {
    const wrong = news.some(({ kind }, i) => kind !== (i % 2 === 0 ? 'vote' : 'unvote'))
    if (wrong) doubled++
    if ((news.length % 2 === 1) !== held.has(one)) lost++
  }
  for (const one of held) if (!told.has(one)) lost++
  return { votes: held.size, lost, doubled }
}

const key = ({ reader, paper }: { reader: string; paper: string }) => `${reader} ${paper}`

/** After a kill readers look at their pages, and so learn what came of what was not answered. */
export async function settle({ store, voters }: Ballot): Promise<void> {
  for (const voter of voters) {
    if (!voter.open) continue
    const { paper } = voter.open
    const row = await store
      .selectFrom('votes')
      .select('paper')
      .where('paper', '=', paper)
      .where('reader', '=', voter.reader)
      .executeTakeFirst()
    voter.promised.set(paper, row !== undefined)
    voter.open = undefined
  }
}

/** Kills the server so many times while readers vote, and counts what is wrong after each kill. */
export async function killing(
  ballot: Ballot,
  kills: number,
  random: () => number,
  onKill?: (count: Count, acknowledged: number) => void,
): Promise<{ lost: number; doubled: number; acknowledged: number }> {
  const sum = { lost: 0, doubled: 0, acknowledged: 0 }
  for (let i = 0; i < kills; i++) {
    const server = await startServer(ballot.environment)
    const moment = random() * 400
    const took = await voteUntil(ballot, server.address, random, AbortSignal.timeout(30_000), () =>
      setTimeout(() => void server.kill(), moment),
    )
    await server.kill()
    await calm(ballot)
    const count = await countVotes(ballot)
    await settle(ballot)
    sum.lost += count.lost
    sum.doubled += count.doubled
    sum.acknowledged += took.length
    onKill?.(count, took.length)
  }
  return sum
}
