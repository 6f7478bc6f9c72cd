import type { PaperId } from '#paper'
import type { ReaderId } from './accounts.ts'

/** What readers keep for themselves. None of it is anybody else's to see. */
export type LibraryTables = {
  saved: {
    paper: PaperId
    reader: ReaderId
    savedAt: string
    state: ReadState
    /** When it came into that state. */
    stateAt: string
    /** How much it interests the reader, from 1 to 5; 0 where they did not say. */
    interest: number
    /** When the reader last opened its page after saving it. */
    openedAt: string | null
    /** What it was brought in from: `zotero`, `bibtex`; the empty text where it was saved here. */
    cameFrom: string
  }
  collections: {
    /** Opaque random text. */
    id: string
    reader: ReaderId
    name: string
    madeAt: string
  }
  collectionPapers: { collection: string; paper: PaperId; addedAt: string }
  tags: { paper: PaperId; reader: ReaderId; tag: string }
  notes: {
    /** Opaque random text. */
    id: string
    paper: PaperId
    reader: ReaderId
    /** Markdown as it was typed. */
    body: string
    writtenAt: string
    editedAt: string | null
  }
  /** What a note said before it was edited. */
  noteEdits: { note: string; body: string; until: string }
  /** What a reader did to the library of late, to be undone. */
  libraryActs: {
    /** Opaque random text. */
    id: string
    reader: ReaderId
    kind: LibraryActKind
    /** What is needed to undo it beside the papers, as JSON. */
    detail: string
    at: string
    undoneAt: string | null
  }
  /** How papers stood in the library before an act: JSON, the empty text where it was not there. */
  libraryBefore: { act: string; paper: PaperId; before: string }
}

export type ReadState = 'to-read' | 'reading' | 'read'

export type LibraryActKind =
  | 'save'
  | 'unsave'
  | 'state'
  | 'rate'
  | 'tag'
  | 'untag'
  | 'collect'
  | 'uncollect'
  | 'drop-collection'
  | 'forget-note'
  | 'import'
