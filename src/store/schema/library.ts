import type { PaperId } from '#paper'
import type { ReaderId } from './accounts.ts'

/** What readers keep for themselves. None of it but public collections is anybody else's to see. */
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
    /** The end of its public address; the empty text while it is its reader’s alone. */
    publicAs: string
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
  /** Topics that readers drew from examples. */
  topics: {
    /** Opaque random text. */
    id: string
    reader: ReaderId
    name: string
    madeAt: string
    /** How like the examples a paper must be, from 0 to 1. */
    threshold: number
  }
  topicExamples: { topic: string; paper: PaperId; kind: 'like' | 'unlike'; addedAt: string }
  /** Lists of papers that readers brought along. */
  imports: {
    /** Opaque random text; the act that undoes it has the same. */
    id: string
    reader: ReaderId
    /** What the reader called it: the name of a file. */
    name: string
    /** What it was found to be: `BibTeX`; the empty text until it is read. */
    kind: string
    cameFrom: string
    state: ImportState
    /** Why it was refused, in a sentence. */
    fault: string
    /** What was sent, until it is read. */
    content: string
    /** Whether papers that only the list knows are taken in: in a house for one. */
    beyond: 'take' | 'leave'
    madeAt: string
    doneAt: string | null
  }
  /** What became of each paper of such a list. */
  importItems: {
    import: string
    position: number
    title: string
    /** What it says, as JSON; the empty text once it is settled. */
    item: string
    outcome: ImportOutcome
    /** The id of the paper that it turned out to be, or is asked for. */
    became: string
    /** Why it was set aside, in a sentence. */
    reason: string
  }
  /** How papers stood in the library before an act: JSON, the empty text where it was not there. */
  libraryBefore: { act: string; paper: PaperId; before: string }
}

export type ReadState = 'to-read' | 'reading' | 'read'

export type ImportState = 'reading' | 'matching' | 'asking' | 'done' | 'refused'
export type ImportOutcome = 'waiting' | 'held' | 'brought' | 'aside'

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
  | 'make-topic'
  | 'drop-topic'
  | 'import'
