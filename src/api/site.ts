import type { App } from '#app'

/** What answers to programs are made from: of the app, what they use. */
export type Site = Pick<
  App,
  'store' | 'search' | 'accounts' | 'press' | 'proxies' | 'log' | 'now'
> & {
  readonly house?: App['house']
  readonly contact?: App['contact']
  readonly styles?: App['styles']
  readonly dumps?: App['dumps']
  /** Where arXiv's query API is, if not at arXiv. */
  readonly arxivQuery?: string
}
