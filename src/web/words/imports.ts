import type { ImportOutcome, ImportState } from '#library'
import { count } from './count.ts'

const states: Record<ImportState, string> = {
  reading: 'being read',
  matching: 'being looked for here',
  asking: 'being asked for at arXiv and Crossref',
  done: 'done',
  refused: 'refused',
}

const outcomes: Record<ImportOutcome, string> = {
  held: 'Found here',
  brought: 'Brought in',
  aside: 'Set aside',
  waiting: 'Still to be settled',
}

/** The sentences about bringing a list along. */
export const imports = {
  heading: 'Import',
  intro:
    'Bring along what you have: papers that are held here are found, those of arXiv and with a DOI are asked for, and of the rest you are told why not.',
  file: 'A file',
  fileHelp:
    'Zotero RDF, BibTeX, RIS, CSL-JSON, an export of this site, of Hugging Face or Semantic Scholar, browser bookmarks; also as .zip, .gz or .zst. At most 32 MiB; larger ones by the command broadsheet library import.',
  text: 'Or paste ids, links or titles, or a whole list',
  textHint: '2309.17453\nhttps://arxiv.org/abs/1706.03762\ndoi:10.1145/800045.801571',
  button: 'Import',
  beyond: 'Also keep papers that only my list knows',
  zotero: 'Ask Zotero on this machine',
  zoteroHelp:
    'Zotero must be running, and allow other applications on this computer to communicate with it (Settings, Advanced).',
  zoteroElsewhere:
    'Zotero is asked only by a Broadsheet on your own machine. Export from Zotero, and send the file.',
  nothing: 'Choose a file, or paste something.',
  pasted: 'Pasted',
  past: 'Imports so far',
  states,
  outcomes,
  of: (n: number) => (n === 1 ? '1 paper' : `${count(n)} papers`),
  settled: (n: number, of: number) => `${count(n)} of ${count(of)} settled`,
  stays:
    'You may leave this page: it goes on without you, and what is taken in stands in your library already.',
  more: (n: number) => `and ${count(n)} more`,
  lookFor: 'Look for it',
  toLibrary: 'To your library',
  recommend: 'What this suggests to read',
  undo: 'Undo this import',
}
