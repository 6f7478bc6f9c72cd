import { type Subject, subjectFeed, subjectPath, type Watch } from '#watches'
import { watches as said } from '../words/watches.ts'
import { words } from '../words/words.ts'
import { feedPaths, formatted } from './feed-paths.ts'
import { document, tag } from '#xml'

/** A feed and the page it belongs to, as whole addresses. */
type Line = { readonly name: string; readonly feed: string; readonly page: string }

type All = {
  readonly watches: readonly Watch[]
  /** Those of them who are somebody, by their ids. */
  readonly subjects: ReadonlyMap<string, Subject>
  readonly site: string
  /** Whose feeds they are, so that they leave out what their reader never wants to be shown. */
  readonly mark: string
}

/** The feeds of all that somebody follows, in OPML 2.0, for any reader of feeds. */
export function opmlOf(all: All, first: readonly Line[] = []): string {
  const followed = all.watches.filter(({ kind }) => kind !== 'mute')
  return document(
    tag(
      'opml',
      { version: '2.0' },
      tag('head', {}, tag('title', {}, `${words.name}: ${said.heading}`)),
      tag(
        'body',
        {},
        [...first, ...followed.flatMap((watch) => lineOf(watch, all) ?? [])].map(
          ({ name, feed, page }) =>
            tag('outline', { type: 'rss', text: name, title: name, xmlUrl: feed, htmlUrl: page }),
        ),
      ),
    ),
  )
}

function lineOf({ name, about, query }: Watch, { subjects, site, mark }: All): Line | undefined {
  const mine = (path: string) => {
    const url = new URL(site + formatted(path, 'atom'))
    if (mark) url.searchParams.set('for', mark)
    return url.href
  }
  if (about === 'query') {
    const page = `${site}/search?${new URLSearchParams({ q: query }).toString()}`
    return { name, feed: mine(feedPaths.search(query)), page }
  }
  const subject = subjects.get(query)
  if (!subject) return undefined
  return {
    name: subject.name,
    feed: mine(subjectFeed(about, subject.key)),
    page: site + subjectPath(about, subject.key),
  }
}
