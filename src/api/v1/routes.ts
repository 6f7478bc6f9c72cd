import { cite } from './cite.ts'
import { collections } from './collections.ts'
import { curation } from './curation.ts'
import { days } from './days.ts'
import { groups } from './groups.ts'
import { labs } from './labs.ts'
import { library } from './library.ts'
import { nominations } from './nominations.ts'
import { papers } from './papers.ts'
import { recommend } from './recommend.ts'
import type { Route } from './route.ts'
import { search } from './search.ts'
import { talk } from './talk.ts'
import { trending } from './trending.ts'
import { watches } from './watches.ts'
import { yours } from './yours.ts'

export type { Route } from './route.ts'

/** Every route there is, in the order of the document. */
export const routes: readonly Route[] = [
  ...papers,
  ...recommend,
  ...cite,
  ...search,
  ...days,
  ...curation,
  ...nominations,
  ...trending,
  ...talk,
  ...library,
  ...collections,
  ...yours,
  ...watches,
  ...groups,
  ...labs,
]
