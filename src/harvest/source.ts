import type { Edition, ShownFacts } from '#catalog'
import type { PaperRecord } from '#paper'
import type { Turns } from './ask.ts'

/** Where papers come from: a file, or a protocol. */
export type Source = {
  /** Names the source in the store, with how far it was read: `arxiv:cs`, `file:<hash of its content>`. */
  readonly name: string
  /** What a person calls it, if not by its name: the path of the file. */
  readonly label?: string
  /** Whose word it is when two sources differ about a paper, see `catalog/merge.ts`: `arxiv`, `snapshot`, `corpus`, `starter`, `saved-page`. */
  readonly origin: string
  /** Whether it asks a server; two processes that harvest it at once would ask twice. */
  readonly asks?: true
  /**
   * The records after a place that an earlier batch gave, or all of them. Batches come in one order
   * that does not change, so that a reading that broke off goes on where it was. A source that asks
   * a server does so when it has the turn.
   */
  batches(after: string | undefined, signal: AbortSignal, turns?: Turns): AsyncIterable<Batch>
}

export type Batch = {
  readonly records: readonly PaperRecord[]
  /** Whose word these records are, where it is not that of the whole source. */
  readonly origin?: string
  /** What could not be read, and why. */
  readonly asides?: readonly Aside[]
  /** The page whose entries are the records, in their order, where it is to be kept as it stood. */
  readonly edition?: Edition & { readonly entries: readonly Shown[] }
  /** Where to go on after this batch. */
  readonly place: string
  /** How far the source is read after this batch, from 0 to 1, where it can be known. */
  readonly share?: number
  /** What had to be assumed to read it, to tell the person who asked. */
  readonly assumed?: readonly string[]
}

/** What a page says of one of its entries, and under which heading it has it. */
export type Shown = { readonly section: string; readonly shown: ShownFacts }

/** A record that could not be kept. */
export type Aside = {
  /** Where it stands: `line 17`, `entry 3`, `https://…?verb=…`. */
  readonly spot: string
  /** Why, and what to do about it: a sentence for the person who asked. */
  readonly reason: string
  /** The beginning of it, at most some hundred characters. */
  readonly excerpt: string
}
