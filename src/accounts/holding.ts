import type { ReaderId, Store } from '#store'

/**
 * What one module holds of its readers: how it is told to them, and how it goes when they go.
 * `app.ts` lists every module's; export, deletion and the privacy page are made of that list.
 */
export type Holding = {
  /** Names its part of the export: `votes` becomes `votes.json`. */
  readonly name: string
  /** What is kept, why, and what becomes of it: a sentence for the privacy page. */
  readonly kept: string
  /** Everything held of the reader, as it goes into JSON. */
  tell(store: Store, reader: ReaderId): Promise<unknown>
  /** The same once more for other programs, where there is a format: BibTeX, OPML. */
  files?(store: Store, reader: ReaderId): Promise<readonly ExportFile[]>
  /**
   * Deletes it, or takes the reader's name off what must stay. Runs in one transaction with all
   * others, before the reader's row goes; a row that still refers to the reader stops everything.
   */
  erase(within: Store, reader: ReaderId, now: Date): Promise<void>
}

export type ExportFile = { readonly name: string; readonly text: string }
