import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Reader } from '#accounts'
import type { Watch } from '#watches'
import { openFor, type Private, type Stand } from '#library'
import type { PaperId } from '#paper'
import type { Tally } from '#votes'
import { assets } from '../assets.ts'
import { words } from '../words/words.ts'
import { FeedLinks, FollowLinks } from './feed-links.tsx'
import { Form, FormToken } from './form.tsx'
import { Masthead } from './masthead.tsx'
import { LeftOut, Muted, type MutedHere } from './muted.tsx'
import { Saved, SaveForm } from './save.tsx'
import { Tallies, VoteForm } from './vote.tsx'

export type Theme = 'auto' | 'light' | 'dark'

/** What every page knows of the request it answers. */
export type Frame = {
  readonly theme: Theme
  /** Scheme and host under which the reader sees us. */
  readonly origin: string
  /** The address of the page, with its query. */
  readonly address: string
  /** Who is asking. A page with anything of a reader's on it is kept for that reader alone. */
  readonly reader?: Reader
  /** The votes of the papers on the page, where it shows any. */
  readonly tallies?: ReadonlyMap<PaperId, Tally>
  /** What the reader watches, on pages that let it be followed. */
  readonly watches?: readonly Watch[]
  /** Papers of the page that its reader never wants to be shown, if there are any. */
  readonly muted?: MutedHere
  /** How they stand in the reader's library. */
  readonly saved?: Private<ReadonlyMap<PaperId, Stand>> | 'nobody’s'
  /** Where votes go, if not to everybody's count. */
  readonly votesAt?: string
  /** See `FormToken`. */
  readonly formToken: string
  /** Whether there are accounts here. */
  readonly mayComeIn: boolean
  /** How much the reader was told and has not seen yet. */
  readonly unread: number
}

export type Head = {
  readonly title: string
  readonly description?: string
  /** The one address of this page where it has several, without the origin. */
  readonly canonical?: string
  /** What the search field holds. */
  readonly query?: string
  /** The nameplate stands large over the papers of a day, and small elsewhere. */
  readonly front?: true
  /** Pages that nobody should find through a search engine. */
  readonly unlisted?: true
  /** The feed of the page, as in `feedPaths`. */
  readonly feed?: string | undefined
  /** What it is called, where not like the page. */
  readonly feedTitle?: string
  /** The query that finds what the page shows, to be watched. */
  readonly watch?: string | undefined
  readonly meta?: Child
}

/** A whole document around the content of a page. */
export function Layout(props: Head & { frame: Frame; children?: Child }) {
  const { frame, title, canonical, query = '' } = props
  const description = props.description ?? words.motto
  const url = frame.origin + (canonical ?? frame.address)
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en" data-theme={frame.theme}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title === words.name ? title : `${title} — ${words.name}`}</title>
          <meta name="description" content={description} />
          <meta name="color-scheme" content={frame.theme === 'auto' ? 'light dark' : frame.theme} />
          {props.unlisted && <meta name="robots" content="noindex" />}
          <link rel="stylesheet" href={assets.style} />
          <link rel="icon" type="image/svg+xml" href={assets.icon} />
          <link
            rel="search"
            type="application/opensearchdescription+xml"
            title={words.name}
            href="/opensearch.xml"
          />
          <link rel="unapi-server" type="application/xml" title="unAPI" href="/unapi" />
          <script type="module" src={assets.script}></script>
          {frame.tallies && <script type="module" src={assets.votes}></script>}
          {!props.unlisted && <link rel="canonical" href={url} />}
          <meta property="og:site_name" content={words.name} />
          <meta property="og:title" content={title} />
          <meta property="og:description" content={description} />
          <meta property="og:url" content={url} />
          {props.feed !== undefined && (
            <FeedLinks feed={props.feed} title={props.feedTitle ?? title} />
          )}
          {props.meta}
        </head>
        <body>
          <a class="skip" href="#content">
            {words.skip}
          </a>
          <Masthead query={query} frame={frame} front={props.front === true} />
          <FormToken.Provider value={frame.formToken}>
            <Tallies.Provider value={frame.tallies}>
              <Saved.Provider value={savedHere(frame)}>
                <Muted.Provider value={frame.muted}>
                  <main id="content" tabindex={-1}>
                    {props.children}
                    {frame.muted && <LeftOut {...frame.muted} address={frame.address} />}
                  </main>
                </Muted.Provider>
              </Saved.Provider>
            </Tallies.Provider>
            {frame.saved && <SaveForm from={frame.address} />}
            {frame.tallies && <VoteForm from={frame.address} action={frame.votesAt} />}
            <Footer {...frame} feed={props.feed} watch={props.watch} />
          </FormToken.Provider>
        </body>
      </html>
    </>
  )
}

/** How papers stand in the library of whoever looks; in nobody's, none do. */
const savedHere = ({ saved, reader }: Frame): ReadonlyMap<PaperId, Stand> | undefined =>
  saved === 'nobody’s' ? new Map() : saved && openFor(reader?.id, saved)

function Footer(props: Frame & { feed: string | undefined; watch: string | undefined }) {
  const { theme, address, feed, watch } = props
  return (
    <footer>
      {feed !== undefined && <FollowLinks feed={feed} watch={watch} />}
      <p>
        {words.name}. {words.footer.colophon} <a href="/about">{words.nav.about}</a>{' '}
        <a href="/editions">{words.nav.editions}</a> <a href="/ledger">{words.footer.ledger}</a>{' '}
        <a href="/digest">{words.footer.digest}</a> <a href="/api">{words.footer.programs}</a>{' '}
        <a href="/privacy">{words.footer.privacy}</a>
      </p>
      <Form class="theme" action="/theme" aria-label={words.theme.label}>
        <input type="hidden" name="from" value={address} />
        {(['auto', 'light', 'dark'] as const).map((choice) => (
          <button name="theme" value={choice} aria-pressed={choice === theme ? 'true' : 'false'}>
            {words.theme[choice]}
          </button>
        ))}
      </Form>
      <Keys />
    </footer>
  )
}

/** Help on the keys; the island that knows them brings it to life, and without it, it stays away. */
function Keys() {
  const { keys } = words
  return (
    <broadsheet-keys hidden>
      <button class="open">{keys.open}</button>
      <dialog aria-labelledby="keys-heading">
        <h2 id="keys-heading">{keys.heading}</h2>
        <dl>
          {keys.list.map(([key, meaning]) => (
            <div>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <label>
          <input type="checkbox" checked /> {keys.use}
        </label>
        <form method="dialog">
          <button>{keys.close}</button>
        </form>
      </dialog>
    </broadsheet-keys>
  )
}

declare module 'hono/jsx' {
  // oxlint-disable-next-line typescript/no-namespace -- how Hono is told of an element of ours
  namespace JSX {
    interface IntrinsicElements {
      'broadsheet-votes': { children?: Child }
      'broadsheet-saves': { children?: Child }
      'broadsheet-order': { children?: Child }
      'broadsheet-keys': { hidden?: boolean; children?: Child }
      'broadsheet-offers': { children?: Child; [data: `data-${string}`]: string }
    }
  }
}
