/**
 * Who may do what: every route of the site, and who may use it. `access.test.ts` tries each as
 * nobody, a reader, another reader, a curator and a keeper, and fails where a route has no line here.
 */
import {
  collection,
  collectionName,
  collectionPublic,
  identity,
  invitation,
  note,
  passkey,
  session,
  type Thing,
  token,
  topic,
} from './own-things.ts'

export type { Thing } from './own-things.ts'
import { tasteRoutes } from './taste-routes.ts'

/**
 * - `anybody`: nobody is turned away.
 * - `reader`, `curator`, `keeper`: everybody below is.
 * - `link`: whoever has the signed link, and nobody who makes one up.
 * - `group`: who is in a group, as each of `tries` says; nobody else, not even a keeper.
 * - `signed`: services, known by how each report of theirs is signed; no browser comes there.
 */
export type Who = 'anybody' | 'reader' | 'curator' | 'keeper' | 'link' | 'group' | 'signed'

/**
 * Something done in a group. In its fields and its address stand `:group`, `:paper`, `:waiting`, `:other`, `:third` (a member),
 * `:asker`, `:meeting`, `:invitation` and `:comment` for those of a group that was made for it.
 */
export type Try = {
  readonly as: 'member' | 'owner'
  readonly at?: string
  readonly fields?: Readonly<Record<string, string>>
}

export type Access = {
  readonly who: Who
  /** An address of the route, where it has parts that vary. */
  readonly at?: string
  /** What is acted upon, where that is one reader's own. */
  readonly of?: Thing
  /** What may be done in a private group, and by whom of it. */
  readonly tries?: readonly Try[]
  /** What the form that acts upon it sends. */
  readonly fields?: Readonly<Record<string, string>>
}

const anybody = (at?: string): Access => ({ who: 'anybody', ...(at !== undefined && { at }) })
const only = (who: Who, at?: string): Access => ({ who, ...(at !== undefined && { at }) })
const own = (of: Thing, fields: Record<string, string> = {}): Access => ({
  who: 'reader',
  of,
  fields,
})

const within = (...tries: readonly Try[]): Access => ({ who: 'group', tries })

/** A line for each route: `METHOD path` as it is written in the code. */
export const access: Readonly<Record<string, Access>> = {
  'GET /': anybody(),
  'GET /day': anybody(),
  'GET /day/:day': anybody('/day/2026-11-20'),
  'GET /week': anybody(),
  'GET /week/:week': anybody('/week/2026-W47'),
  'GET /month': anybody(),
  'GET /month/:month': anybody('/month/2026-11'),
  'GET /papers': anybody(),
  'GET /papers/*': anybody('/papers/2611.10002'),
  'GET /search': anybody(),
  'GET /search.atom': anybody(),
  'GET /search/suggest': anybody(),
  'GET /opensearch/suggest': anybody(),
  'GET /authors': anybody(),
  'GET /authors/:key': anybody('/authors/ada%20lovelace'),
  'GET /categories': anybody(),
  'GET /categories/:category': anybody('/categories/cs.LG'),
  'GET /editions': anybody(),
  'GET /editions/:id': anybody('/editions/none'),
  'GET /ledger': anybody(),
  'GET /ledger.json': anybody(),
  'GET /about': anybody(),
  'GET /status': anybody(),
  'GET /api': anybody(),
  'GET /opensearch.xml': anybody(),
  'GET /feeds/:name{latest\\.\\w+}': anybody('/feeds/latest.atom'),
  'GET /feeds/:name{front\\.\\w+}': anybody('/feeds/front.atom'),
  'GET /feeds/:name{trending\\.\\w+}': anybody('/feeds/trending.atom'),
  'GET /feeds/topics/:name': anybody('/feeds/topics/none.atom'),
  'GET /feeds/day/:name': anybody('/feeds/day/2026-11-20.atom'),
  'GET /feeds/:kind{week|month}/:name': anybody('/feeds/week/2026-W47.atom'),
  'GET /feeds/categories/:name': anybody('/feeds/categories/cs.LG.atom'),
  'GET /feeds/comments/*': anybody('/feeds/comments/2611.10002.atom'),
  'GET /feeds/:kind{people|groups}/:name': anybody('/feeds/people/none.atom'),
  'GET /feeds/people/:handle/lists/:name': anybody('/feeds/people/ada/lists/secret.atom'),
  'GET /feeds/authors/:name': anybody('/feeds/authors/ada%20lovelace.atom'),
  'GET /feeds/:name{search\\.\\w+}': anybody('/feeds/search.atom?q=number'),
  'POST /theme': anybody(),
  'GET /labs': anybody(),
  'GET /labs/arena': anybody(),
  'GET /labs/:method{[a-z0-9-]+}': anybody('/labs/none'),
  'GET /labs/code/*': anybody('/labs/code/none'),

  'POST /votes': only('reader'),
  'POST /saves': only('reader'),
  'GET /library': only('reader'),
  'POST /library/act': only('reader'),
  'POST /library/undo': only('reader'),
  'POST /library/collections': only('reader'),
  'POST /library/collections/:id/rename': own(collectionName, { name: 'Other' }),
  'POST /library/collections/:id/public': own(collectionPublic, { act: 'publish' }),
  'POST /library/collections/:id/drop': own(collection),
  'GET /library/notes': only('reader'),
  'GET /library/notes/:id': only('reader', '/library/notes/none'),
  'POST /library/notes': only('reader'),
  'POST /library/notes/:id/edit': own(note('edit'), { body: 'Other' }),
  'POST /library/notes/:id/forget': own(note('forget')),
  'GET /library/topics': only('reader'),
  'POST /library/topics': only('reader'),
  'GET /library/topics/:id': only('reader', '/library/topics/none'),
  'POST /library/topics/:id/threshold': own(
    topic('threshold', (one) => one.threshold === 0.5),
    { threshold: '0.7' },
  ),
  'POST /library/topics/:id/example': own(
    topic('example', (one) => one.like.length === 2),
    { drop: '2611.10003' },
  ),
  'POST /library/topics/:id/watch': only('reader', '/library/topics/none/watch'),
  'POST /library/topics/:id/drop': own(topic('drop', () => true)),
  'GET /library/import': only('reader'),
  'POST /library/import': only('reader'),
  'GET /library/imports/:id': only('reader', '/library/imports/none'),
  'GET /library/export': only('reader'),
  'GET /library/export/:format': only('reader', '/library/export/bibtex'),
  'GET /nominations': anybody(),
  'POST /nominations': only('reader'),
  'GET /front': only('curator'),
  'POST /front': only('curator'),
  'GET /log': anybody(),
  'POST /log': only('reader'),
  'GET /groups': anybody(),
  'GET /groups/new': only('reader'),
  'POST /groups': only('reader'),
  'GET /groups/:group': within({ as: 'member' }),
  'GET /groups/:group/papers/*': within({ as: 'member', at: '/groups/:group/papers/:paper' }),
  'POST /groups/:group/votes': within({ as: 'member', fields: { cast: ':paper' } }),
  'POST /groups/:group/papers': within(
    { as: 'member', fields: { act: 'nominate', paper: ':other' } },
    { as: 'member', fields: { act: 'note', paper: ':paper', note: 'Mind the crust' } },
    { as: 'owner', fields: { act: 'withdraw', paper: ':paper' } },
    { as: 'owner', fields: { act: 'pick', paper: ':waiting' } },
    { as: 'owner', fields: { act: 'off', paper: ':paper' } },
    { as: 'owner', fields: { act: 'line', paper: ':paper', line: 'Read it' } },
    { as: 'owner', fields: { to: '0', paper: ':paper' } },
  ),
  'GET /groups/:group/members': within({ as: 'member' }),
  'POST /groups/:group/members': within(
    { as: 'owner', fields: { act: 'owner', reader: ':third' } },
    { as: 'owner', fields: { act: 'remove', reader: ':third' } },
    { as: 'owner', fields: { act: 'admit', reader: ':asker' } },
    { as: 'owner', fields: { act: 'refuse', reader: ':asker' } },
  ),
  'POST /groups/:group/leave': within({ as: 'member' }),
  // Whoever has the code of an invitation, or is invited by name, joins; see groups.test.ts.
  'GET /groups/:group/join': anybody('/groups/none/join?code=made-up'),
  'POST /groups/:group/join': only('reader', '/groups/none/join'),
  'POST /groups/:group/ask': only('reader', '/groups/none/ask'),
  'POST /groups/:group/invitations': within(
    { as: 'owner', fields: { act: 'link' } },
    { as: 'owner', fields: { handle: 'outsider' } },
    { as: 'owner', fields: { act: 'withdraw', invitation: ':invitation' } },
  ),
  'GET /groups/:group/settings': within({ as: 'owner' }),
  'POST /groups/:group/settings': within(
    {
      as: 'owner',
      fields: { name: 'Ours', openness: 'public', joining: 'request' },
    },
    { as: 'owner', fields: { act: 'close' } },
    { as: 'owner', fields: { act: 'delete', typed: 'The bread club' } },
  ),
  'GET /groups/:group/meetings': within({ as: 'member' }),
  'POST /groups/:group/meetings': within({
    as: 'owner',
    fields: { day: '2026-12-01', clock: '14:00', zone: 'Europe/Berlin', minutes: '60' },
  }),
  'GET /groups/:group/archive': within({ as: 'member' }),
  'GET /groups/:group/meetings/:meeting': within({ as: 'member' }),
  'POST /groups/:group/meetings/:meeting': within(
    {
      as: 'owner',
      fields: { act: 'change', day: '2026-12-02', clock: '15:00', zone: 'UTC', minutes: '30' },
    },
    { as: 'owner', fields: { act: 'cancel' } },
    { as: 'owner', fields: { act: 'put', paper: ':waiting' } },
    { as: 'owner', fields: { act: 'off', paper: ':paper' } },
    { as: 'owner', fields: { to: '1', paper: ':paper' } },
    { as: 'owner', fields: { act: 'presenter', paper: ':paper', presenter: ':third' } },
    { as: 'member', fields: { act: 'present', paper: ':paper' } },
    { as: 'member', fields: { act: 'notes', notes: 'We ate it' } },
  ),
  'GET /groups/:group/calendar.ics': within({ as: 'member' }),
  'POST /groups/:group/calendar': within({ as: 'member' }),
  'GET /calendars/:token': only('link', '/calendars/made-up'),
  'GET /groups/:group/moderation': within({ as: 'owner' }),
  'POST /comments': only('reader'),
  'GET /comments/:id': anybody('/comments/none'),
  'GET /comments/:id/history': anybody('/comments/none/history'),
  'POST /comments/:id/:act{edit|delete|react|report|appeal}': only('reader', '/comments/none/edit'),
  'POST /comments/:id/:act{hide|show|lock|unlock|keep}': only('curator', '/comments/none/hide'),
  'POST /claims': only('reader'),
  'POST /claims/undo': only('reader'),
  'POST /claims/dispute': only('reader'),
  'POST /claims/settle': only('curator'),
  'GET /log/people': anybody(),
  'GET /moderation': only('curator'),
  'POST /moderation/appeals/:place': only('curator', '/moderation/appeals/1'),
  'GET /moderation/log': anybody(),
  'GET /account/following': only('reader'),
  'GET /account/following/feeds.opml': only('reader'),
  'POST /account/following/watch': only('reader'),
  'POST /account/following/drop': only('reader'),
  'POST /account/following/hook': only('reader'),
  'POST /following': only('reader'),
  'GET /notices/:mark/leave': only('link', '/notices/made-up/leave'),
  'POST /notices/:mark/leave': only('link', '/notices/made-up/leave'),
  'GET /account/notices': only('reader'),
  'POST /account/notices': only('reader'),
  ...tasteRoutes,
  'GET /trending': anybody(),
  'GET /score/*': anybody('/score/2611.10002'),
  'GET /about/ranking': anybody(),

  'GET /digest': anybody(),
  'GET /digest/preview': anybody(),
  'POST /digest': anybody(),
  'GET /mail/:mark': only('link', '/mail/made-up'),
  'POST /mail/:mark': only('link', '/mail/made-up'),
  'POST /mail/:mark/watch': only('link', '/mail/made-up/watch'),
  'GET /mail/:mark/:act{vote|save}/:paper': only('link', '/mail/made-up/vote/2611.00001'),
  'POST /mail/:mark/:act{vote|save}/:paper': only('link', '/mail/made-up/save/2611.00001'),
  'POST /mail/reports/:service': only('signed', '/mail/reports/json'),
  'POST /mail/:mark/test': only('link', '/mail/made-up/test'),
  'POST /mail/:mark/hook': only('link', '/mail/made-up/hook'),
  'POST /mail/:mark/drop': only('link', '/mail/made-up/drop'),
  'GET /mail/:mark/confirm': only('link', '/mail/made-up/confirm'),
  'POST /mail/:mark/confirm': only('link', '/mail/made-up/confirm'),
  'GET /mail/:mark/leave': only('link', '/mail/made-up/leave'),
  'POST /mail/:mark/leave': only('link', '/mail/made-up/leave'),
  'GET /mail/:mark/:name{digests\\.\\w+}': only('link', '/mail/made-up/digests.atom'),
  'GET /mail/:mark/watches.opml': only('link', '/mail/made-up/watches.opml'),
  'GET /mail/:mark/:day': only('link', '/mail/made-up/2026-11-20'),

  'GET /sign-in': anybody(),
  'GET /invitation': anybody(),
  'POST /sign-in': anybody(),
  'GET /sign-in/link': anybody(),
  'POST /sign-in/link': anybody(),
  'POST /sign-in/with/:provider': anybody('/sign-in/with/none'),
  'GET /sign-in/callback/:provider': anybody('/sign-in/callback/none'),
  'POST /sign-in/passkey/challenge': anybody(),
  'POST /sign-in/passkey': anybody(),
  'POST /sign-out': anybody(),
  'GET /privacy': anybody(),
  'GET /people/:handle': anybody('/people/none'),
  'GET /people/:handle/lists/:list': anybody('/people/ada/lists/secret'),

  'GET /account': only('reader'),
  'POST /account': only('reader'),
  'POST /account/address': only('reader'),
  'GET /account/address': only('reader'),
  'POST /account/address/take': only('reader'),
  'POST /account/passkeys/challenge': only('reader'),
  'POST /account/passkeys': only('reader'),
  'POST /account/passkeys/:id/remove': own(passkey),
  'POST /account/identities/:id/remove': own(identity),
  'POST /account/link/:provider': only('reader', '/account/link/none'),
  'GET /account/sessions': only('reader'),
  'POST /account/sessions/others/end': only('reader'),
  'POST /account/sessions/:id/end': own(session),
  'GET /account/export': only('reader'),
  'GET /account/delete': only('reader'),
  'POST /account/delete': only('reader'),
  'GET /account/tokens': only('reader'),
  'POST /account/tokens': only('reader'),
  'POST /account/tokens/:id/revoke': own(token),

  'GET /keeper': only('keeper'),
  'POST /keeper/sign-up': only('keeper'),
  'POST /keeper/invitations': only('keeper'),
  'POST /keeper/invitations/:id/withdraw': { who: 'keeper', of: invitation },
  'POST /keeper/people/:id/role': only('keeper', '/keeper/people/none/role'),
  'POST /keeper/people/:id/ban': only('keeper', '/keeper/people/none/ban'),
  'POST /keeper/people/:id/unban': only('keeper', '/keeper/people/none/unban'),
}
