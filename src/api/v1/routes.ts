import { papers } from './papers.ts'
import type { Route } from './route.ts'
import { search } from './search.ts'

export type { Route } from './route.ts'

/** Every route there is, in the order of the document. */
export const routes: readonly Route[] = [...papers, ...search]
