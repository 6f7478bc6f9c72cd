import { type Context, Hono } from 'hono'
import {
  askFor,
  choose,
  type Choices,
  pageOf,
  subscribe,
  subscriptionOfReader,
  usualChoices,
} from '#digest'
import { dayOf } from '#paper'
import { type ReaderId, remoteAddress, tally } from '#accounts'
import { keepWatch } from '#watches'
import { frameOf } from '../frame.ts'
import { ChoiceFields, choicesIn, choicesWith } from '../parts/digest-choices.tsx'
import { DigestPaper } from '../parts/digest-paper.tsx'
import { Form } from '../parts/form.tsx'
import { type Frame, Layout } from '../parts/layout.tsx'
import { readerOf } from '../reader.ts'
import type { Site } from '../site.ts'
import { digest as words } from '../words/digest.ts'

/** Asking for digests, with an account or without, and looking at one first. */
export function digest(site: Site): Hono {
  const { store, press, accounts } = site
  return new Hono()
    .get('/digest', async (c) => {
      c.header('Cache-Control', 'no-store')
      const reader = readerOf(c)
      const mine = reader && (await subscriptionOfReader(store, reader.id))
      const watch = (c.req.query('watch') ?? '').slice(0, 500)
      // A page may lead here with some of it chosen: `/digest?front=0&trending=10`.
      const { searchParams } = new URL(c.req.url)
      const asked = choicesWith(searchParams, usualChoices)
      if (mine) {
        const home = new URL(press.links.choices(mine.id)).pathname
        return c.redirect(`${home}${new URL(c.req.url).search}${watch && '#watches'}`, 303)
      }
      return c.render(
        <AskPage
          frame={frameOf(c)}
          choices={asked}
          watch={watch}
          withAddress={!(await addressOf(site, c))}
        />,
      )
    })
    .get('/digest/preview', async (c) => {
      c.header('Cache-Control', 'no-store')
      const params = new URL(c.req.url).searchParams
      const choices = choicesIn(params)
      const shown = await preview(site, choices, params.get('watch') ?? '', readerOf(c)?.id ?? null)
      return c.render(
        <Layout frame={frameOf(c)} title={words.previewHeading} unlisted>
          <header class="digest">
            <h1>{words.previewHeading}</h1>
          </header>
          <DigestPaper page={shown} />
        </Layout>,
      )
    })
    .post('/digest', async (c) => {
      const form = await c.req.formData()
      const params = new URLSearchParams()
      for (const [name, value] of form) if (typeof value === 'string') params.append(name, value)
      const choices = choicesIn(params)
      const watch = (params.get('watch') ?? '').trim()
      const reader = readerOf(c)
      const known = await addressOf(site, c)
      const address = known ?? params.get('address') ?? ''
      if (reader && (known !== undefined || accounts.signIn === 'off')) {
        const mine = await subscribe(store, { id: reader.id, address }, choices, site.now())
        if (watch) await keepWatch(store, reader.id, { query: watch }, site.now())
        return c.redirect(new URL(press.links.choices(mine.id)).pathname, 303)
      }
      const network = remoteAddress(c, site.proxies) ?? 'nowhere'
      const often = { times: 20, within: 3_600_000 }
      await tally(store, `digest asked for from ${network}`, often, site.now())
      const id = await askFor(store, { address, ...choices }, site.now())
      if (watch) await keepFirst(site, id, watch)
      c.header('Cache-Control', 'no-store')
      return c.render(<AskedPage frame={frameOf(c)} address={address.trim()} site={site} />)
    })
}

/** A stranger may give the first watch of a subscription that nobody has confirmed, and no more. */
async function keepFirst({ store, now }: Site, id: string, query: string): Promise<void> {
  const row = await store
    .selectFrom('subscriptions')
    .select('confirmedAt')
    .where('id', '=', id)
    .executeTakeFirst()
  if (row?.confirmedAt === null) await keepWatch(store, id, { query }, now())
}

/** The address of whoever asks, where we know it for theirs. */
async function addressOf({ store }: Site, c: Context): Promise<string | undefined> {
  const reader = readerOf(c)
  if (!reader) return undefined
  const row = await store
    .selectFrom('readers')
    .select(['email', 'emailVerified'])
    .where('id', '=', reader.id)
    .executeTakeFirst()
  return row?.emailVerified && !row.email.endsWith('.invalid') ? row.email : undefined
}

/** What a digest of these choices would hold now. */
async function preview(
  { store, press, now }: Site,
  choices: Choices,
  query: string,
  reader: ReaderId | null,
) {
  const at = now()
  const window = await press.windowOf(0, at)
  const nobody = {
    id: 'preview',
    reader: null,
    address: words.address.toLowerCase(),
    state: 'on' as const,
    choices,
    dueAt: '',
    seen: 0,
    endReason: '',
  }
  const chosen = await choose(store, { ...nobody, reader }, window, at, query ? [query] : [])
  return pageOf(chosen, nobody, dayOf(at, choices.zone), press.links)
}

function AskPage({
  frame,
  choices,
  watch,
  withAddress,
}: {
  frame: Frame
  choices: Choices
  watch: string
  withAddress: boolean
}) {
  return (
    <Layout frame={frame} title={words.heading} canonical="/digest">
      <div class="message digest-form">
        <h1>{words.heading}</h1>
        <p>{words.intro}</p>
        <Form action="/digest">
          {withAddress && (
            <p>
              <label>
                {words.address}{' '}
                <input type="email" name="address" required autocomplete="email" maxlength={254} />
              </label>
            </p>
          )}
          <ChoiceFields choices={choices} reads={frame.reader !== undefined} />
          <p>
            <label>
              {words.watch}{' '}
              <input
                name="watch"
                value={watch}
                maxlength={500}
                placeholder={words.watchHint}
                autocomplete="off"
              />
            </label>{' '}
            <small>{words.more}</small>
          </p>
          <p class="actions">
            <button class="main">{words.ask}</button>{' '}
            <button formmethod="get" formaction="/digest/preview" formnovalidate>
              {words.preview}
            </button>
          </p>
        </Form>
      </div>
    </Layout>
  )
}

function AskedPage({ frame, address, site }: { frame: Frame; address: string; site: Site }) {
  const { mailer } = site.press
  return (
    <Layout frame={frame} title={words.asked} unlisted>
      <div class="message">
        <h1>{words.asked}</h1>
        <p>{words.askedHelp(address)}</p>
        {mailer.kind === 'folder' && <p class="notice">{words.toFolder('data/mail')}</p>}
      </div>
    </Layout>
  )
}
