import type { Tool } from './tool.ts'
import { checkWatches } from './tools/check-watches.ts'
import { daily } from './tools/daily.ts'
import { exportCitations } from './tools/export-citations.ts'
import { forYou } from './tools/for-you.ts'
import { getPaper } from './tools/get-paper.ts'
import { listWatches } from './tools/list-watches.ts'
import { readPaper } from './tools/read-paper.ts'
import { runLab } from './tools/run-lab.ts'
import { save } from './tools/save.ts'
import { searchPapers } from './tools/search-papers.ts'
import { similar } from './tools/similar.ts'
import { trending } from './tools/trending.ts'
import { unwatch } from './tools/unwatch.ts'
import { vote } from './tools/vote.ts'
import { watchTopic } from './tools/watch-topic.ts'

/** Every tool there is, the first ones first. */
export const tools: readonly Tool[] = [
  searchPapers,
  getPaper,
  readPaper,
  daily,
  trending,
  similar,
  forYou,
  watchTopic,
  listWatches,
  checkWatches,
  unwatch,
  save,
  vote,
  exportCitations,
  runLab,
]
