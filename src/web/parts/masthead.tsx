import { labsWords } from '../words/labs.ts'
import { groups } from '../words/groups.ts'
import { shelf } from '../words/library.ts'
import type { Frame } from './layout.tsx'
import { talk } from '../words/talk.ts'
import { taste } from '../words/taste.ts'
import { words } from '../words/words.ts'

const sections = [
  ['/', words.nav.today],
  ['/trending', words.nav.trending],
  ['/week', words.nav.week],
  ['/month', words.nav.month],
  ['/categories', words.nav.categories],
  ['/labs', labsWords.nav],
] as const

/** What is a reader’s own, for whoever is one. */
const own = ['/library', shelf.nav] as const

/** The head of every page: the nameplate, where to go, and the search. */
export function Masthead(props: { query: string; frame: Frame; front: boolean }) {
  const { query, frame, front } = props
  const { address, reader, mayComeIn, unread } = frame
  const door = reader
    ? unread > 0
      ? (['/account/notices', talk.notices.nav(unread)] as const)
      : (['/account', words.account.nav.yours] as const)
    : (['/sign-in', words.account.nav.signIn] as const)
  return (
    <header class={front ? 'masthead front' : 'masthead'}>
      {front && <p class="motto">{words.motto}</p>}
      <p class="nameplate">
        <a href="/">{words.name}</a>
      </p>
      <form class="find" role="search" action="/search">
        <broadsheet-offers
          data-label={words.search.offers.label}
          data-past={words.search.offers.past}
          data-forget={words.search.offers.forget}
        >
          <input
            type="search"
            name="q"
            value={query}
            maxlength={1000}
            aria-label={words.search.label}
            placeholder={words.search.hint}
            autocomplete="off"
            spellcheck={false}
          />
        </broadsheet-offers>
        <button>{words.search.button}</button>
      </form>
      <nav aria-label={words.nav.label}>
        <ul>
          {[
            ...sectionsFor(reader),
            ...(reader ? [own, ['/groups', groups.nav] as const] : []),
            ...(reader || mayComeIn ? [door] : []),
          ].map(([path, name]) => (
            <li>
              <a href={path} aria-current={isUnder(address, path) ? 'page' : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  )
}

const sectionsFor = (reader: Frame['reader']) => {
  const [today, ...others] = sections
  return reader ? [today, ['/for-you', taste.nav] as const, ...others] : sections
}

const isUnder = (address: string, path: string) =>
  path === '/' ? /^\/($|\?|day\/)/.test(address) : new RegExp(`^${path}($|[/?])`).test(address)
