import type { z } from 'zod'
import type { Asking, Reader, Scope } from '#accounts'
import type { Store } from '#store'
import type { Site } from '../site.ts'

/** What routes are grouped under on the page of the API, in this order. */
export const tags = {
  Papers: 'Papers, their versions, what is like them, what is said of them.',
  Search: 'All of the language of the search box: docs/search.md.',
  Days: 'Days, what arXiv announced under each, and what of it is held.',
  Curation: 'What was picked and nominated, the editions, and the public log of who did it.',
  Trending: 'What readers care for most, and each score taken apart.',
  Talk: 'Comments, and what readers are told.',
  Library: 'What you keep, tag and note, for nobody else to see.',
  Yours: 'What belongs to the reader whose token it is.',
  Watches: 'Queries that are kept, and the programs that are told what they find.',
  Groups: 'Reading together: what a group reads, and when it meets.',
  Labs: 'Methods of papers, to be run.',
} as const

export type Tag = keyof typeof tags

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Who may use a route. A token must also be for it: see `scope`. */
export type Who = 'anybody' | 'reader' | 'curator'

/** What an answer is made of, so that it is known whether it changed without making it. */
export type Freshness =
  /** Papers, editions, picks and what arXiv said. */
  | 'catalog'
  /** The same, and what readers did: votes, nominations, comments. */
  | 'readers'
  /** Nothing less than the answer itself tells. */
  | 'made'

/** What a route is asked, each part as its shape says. */
export type Ask<Path, Query, Body> = {
  readonly path: Path
  readonly query: Query
  readonly body: Body
  /** To be used in place of that of the site: within one transaction where a key came along. */
  readonly store: Store
  readonly asking: Asking
  /** Whose token or session it is. There always is one where the route is for readers. */
  readonly reader: Reader | undefined
  readonly now: Date
  readonly site: Site
  /** Scheme and host under which we are reached. */
  readonly origin: string
  /** Says that the answer is not to be kept: a better one comes soon. */
  readonly passing: () => void
}

type Shape = z.ZodObject

type Empty = Readonly<Record<string, unknown>>

type Output<S extends Shape | undefined> = S extends Shape ? z.output<S> : Empty

/** A route: from this come its handling, the reading of what is sent, and its part of the document. */
export type Route = {
  /** What it is called in clients: `listPapers`. */
  readonly name: string
  readonly method: Method
  /** Below `/api/v1`, with its parameters in braces. */
  readonly path: string
  readonly tag: Tag
  readonly says: string
  readonly more?: string
  readonly who: Who
  readonly scope: Scope
  readonly freshness: Freshness
  /** A POST that only asks, and may take long: a token that may read may do it. */
  readonly pure?: true
  readonly params?: Shape
  readonly query?: Shape
  readonly body?: Shape
  readonly answer: z.ZodType
  readonly status: 200 | 201 | 204
  /** May answer that there is no such thing. */
  readonly missing?: true
  readonly run: (ask: Ask<Empty, Empty, Empty>) => Promise<unknown>
}

type Drawn<
  P extends Shape | undefined,
  Q extends Shape | undefined,
  B extends Shape | undefined,
  A extends z.ZodType,
> = Partial<Pick<Route, 'who' | 'scope' | 'freshness' | 'status'>> &
  Pick<Route, 'name' | 'method' | 'path' | 'tag' | 'says'> & {
    readonly more?: string
    readonly pure?: true
    readonly missing?: true
    readonly params?: P
    readonly query?: Q
    readonly body?: B
    readonly answer: A
    readonly run: (ask: Ask<Output<P>, Output<Q>, Output<B>>) => Promise<z.input<A>>
  }

/**
 * Draws up a route. What reads is for anybody and its answer is compared by what readers did; what
 * writes takes a reader whose token may write.
 */
export function route<
  A extends z.ZodType,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
>(drawn: Drawn<P, Q, B, A>): Route {
  const reads = drawn.method === 'get'
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is sent is read by the shapes before it is run
  return {
    who: reads ? 'anybody' : 'reader',
    scope: reads || drawn.pure ? 'read' : 'write',
    freshness: drawn.who && reads ? 'made' : 'readers',
    status: 200,
    ...drawn,
  } as unknown as Route
}

/** Whoever asks, where the route is for readers. */
export function readerIn({ reader }: Pick<Ask<unknown, unknown, unknown>, 'reader'>): Reader {
  if (!reader) throw new Error('a route for readers was run for nobody')
  return reader
}
