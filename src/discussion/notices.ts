import { noteAct } from '#accounts'
import {
  insertRows,
  type MailLevel,
  type NoticeKind,
  type QuietLevel,
  type ReaderId,
  type Store,
} from '#store'
import type { PaperId } from '#paper'
import type { Actor, GroupId } from '#store'

/** Something that a reader is told. */
export type Notice = {
  readonly place: number
  readonly kind: NoticeKind
  readonly comment: string
  readonly paper: PaperId | ''
  readonly inGroup: GroupId | ''
  readonly actor: Actor
  readonly at: string
  readonly readAt: string | null
}

/** What each level of quiet still lets through. What concerns one's own comments always does. */
const heard: Record<QuietLevel, ReadonlySet<NoticeKind>> = {
  all: new Set<NoticeKind>([
    ...(['reply', 'mention', 'hidden', 'shown', 'appeal', 'answer', 'report'] as const),
    ...(['invited', 'asked', 'admitted', 'meeting', 'presents'] as const),
    ...(['claim', 'author', 'noAuthor'] as const),
  ]),
  mentions: new Set([
    'mention',
    'hidden',
    'shown',
    'answer',
    'invited',
    'admitted',
    'presents',
    'author',
    'noAuthor',
  ]),
  nothing: new Set(['hidden', 'shown', 'answer', 'admitted', 'author', 'noAuthor']),
}

/** What happened. */
export type News = Pick<Notice, 'kind' | 'actor'> &
  Partial<Pick<Notice, 'comment' | 'paper' | 'inGroup'>>

/** Tells readers something, each once, those who want to hear it; nobody is told of their own doing. */
export async function notify(
  within: Store,
  readers: readonly ReaderId[],
  news: News,
  now: Date,
): Promise<void> {
  const others = [...new Set(readers)].filter((reader) => reader !== news.actor)
  if (others.length === 0) return
  const levels = await within
    .selectFrom('quiet')
    .select(['reader', 'level'])
    .where('reader', 'in', others)
    .execute()
  const level = new Map(levels.map((row) => [row.reader, row.level]))
  const told = others.filter((reader) => heard[level.get(reader) ?? 'all'].has(news.kind))
  const at = now.toISOString()
  await insertRows(
    within,
    'notices',
    told.map((reader) => ({
      reader,
      comment: '',
      paper: '' as const,
      inGroup: '' as const,
      ...news,
      at,
      readAt: null,
    })),
  )
  for (const reader of told) await noteAct(within, reader)
}

/** What a reader was told, the latest first. */
export async function noticesOf(
  store: Store,
  reader: ReaderId,
  { count = 50 }: { readonly count?: number } = {},
): Promise<Notice[]> {
  return store
    .selectFrom('notices')
    .select(['place', 'kind', 'comment', 'paper', 'inGroup', 'actor', 'at', 'readAt'])
    .where('reader', '=', reader)
    .orderBy('place', 'desc')
    .limit(count)
    .execute()
}

export async function countUnread(store: Store, reader: ReaderId): Promise<number> {
  const { n } = await store
    .selectFrom('notices')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('reader', '=', reader)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow()
  return n
}

/** Notes that a reader has seen all that came so far. */
export async function markRead(store: Store, reader: ReaderId, now = new Date()): Promise<void> {
  await store
    .updateTable('notices')
    .set({ readAt: now.toISOString() })
    .where('reader', '=', reader)
    .where('readAt', 'is', null)
    .execute()
}

export async function quietOf(store: Store, reader: ReaderId): Promise<QuietLevel> {
  const row = await store
    .selectFrom('quiet')
    .select('level')
    .where('reader', '=', reader)
    .executeTakeFirst()
  return row?.level ?? 'all'
}

export async function setQuiet(store: Store, reader: ReaderId, level: QuietLevel): Promise<void> {
  await store
    .insertInto('quiet')
    .values({ reader, level, mail: 'soon' })
    .onConflict((conflict) => conflict.column('reader').doUpdateSet({ level }))
    .execute()
}

/** How much of that a reader wants by mail. */
export async function mailOf(store: Store, reader: ReaderId): Promise<MailLevel> {
  const row = await store
    .selectFrom('quiet')
    .select('mail')
    .where('reader', '=', reader)
    .executeTakeFirst()
  return row?.mail ?? 'soon'
}

export async function setMail(store: Store, reader: ReaderId, mail: MailLevel): Promise<void> {
  await store
    .insertInto('quiet')
    .values({ reader, level: 'all', mail })
    .onConflict((conflict) => conflict.column('reader').doUpdateSet({ mail }))
    .execute()
}
