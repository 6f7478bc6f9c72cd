import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { DomainError } from '#domain-error'
import { assetRoutes } from './assets.ts'
import { forYou } from './pages/for-you.tsx'
import { taste } from './pages/taste.tsx'
import { feeds } from './feeds/feeds.ts'
import { listFeeds } from './feeds/list-feeds.ts'
import { talkFeeds } from './feeds/talk-feeds.ts'
import { frameOf } from './frame.ts'
import { safeHeaders } from './headers.ts'
import { keptPages } from './kept-pages.ts'
import { account } from './pages/account.tsx'
import { about } from './pages/about.tsx'
import { author } from './pages/author.tsx'
import { comments } from './pages/comments.tsx'
import { claims } from './pages/claims.tsx'
import { category } from './pages/category.tsx'
import { day } from './pages/day.tsx'
import { digest } from './pages/digest.tsx'
import { following } from './pages/following.tsx'
import { edition } from './pages/edition.tsx'
import { labCodeRoutes } from './pages/lab-code.ts'
import { labs } from './pages/labs.tsx'
import { arranging } from './pages/front.tsx'
import { groupPages } from './pages/group.tsx'
import { groupMeetings } from './pages/group-meetings.tsx'
import { groupModeration } from './pages/group-moderation.tsx'
import { groupPeople } from './pages/group-people.tsx'
import { groups } from './pages/groups.tsx'
import { keeper } from './pages/keeper.tsx'
import { ledger } from './pages/ledger.tsx'
import { publicLog } from './pages/log.tsx'
import { nominating } from './pages/nominations.tsx'
import { moderation } from './pages/moderation.tsx'
import { noticeMail } from './pages/notice-mail.tsx'
import { notices } from './pages/notices.tsx'
import { mail } from './pages/mail.tsx'
import { list } from './pages/list.tsx'
import { library } from './pages/library.tsx'
import { libraryExport } from './pages/library-export.tsx'
import { libraryImport } from './pages/library-import.tsx'
import { libraryNotes } from './pages/library-notes.tsx'
import { libraryTopics } from './pages/library-topics.tsx'
import { mailActs } from './pages/mail-acts.tsx'
import { mailReports } from './pages/mail-reports.ts'
import { opensearch } from './pages/opensearch.ts'
import { paper } from './pages/paper.tsx'
import { ranking } from './pages/ranking.tsx'
import { scores } from './pages/score.tsx'
import { person } from './pages/person.tsx'
import { privacy } from './pages/privacy.tsx'
import { programs } from './pages/programs.tsx'
import { saves } from './pages/saves.ts'
import { search } from './pages/search.tsx'
import { signIn } from './pages/sign-in.tsx'
import { spans } from './pages/span.tsx'
import { suggest } from './pages/suggest.ts'
import { status } from './pages/status.tsx'
import { theme } from './pages/theme.ts'
import { trends } from './pages/trending.tsx'
import { tokens } from './pages/tokens.tsx'
import { FaultPage, MissingPage, RefusalPage, statusOf } from './pages/trouble.tsx'
import { votes } from './pages/votes.ts'
import { knowOrigin } from './origin.ts'
import { guard, knowNews, knowReader, signInPath } from './reader.ts'
import type { Site } from './site.ts'

export { tellHub } from './feeds/hub.ts'
export type { Site } from './site.ts'

/** The pages for people: a function from request to response. */
export function web(site: Site): Hono {
  const app = new Hono()
  app.use(safeHeaders)
  app.use(knowOrigin(site))
  app.route('/', assetRoutes())
  app.route('/', opensearch())
  app.route('/', labCodeRoutes())
  app.route('/', suggest(site))
  app.route('/', mailReports(site))
  app.use(knowReader(site))
  app.use(keptPages(site))
  app.use(knowNews(site))
  app.use(guard(site))
  for (const page of [
    feeds,
    talkFeeds,
    listFeeds,
    digest,
    mailActs,
    mail,
    status,
    day,
    spans,
    paper,
    search,
    author,
    category,
    edition,
    ledger,
    labs,
    about,
  ]) {
    app.route('/', page(site))
  }
  for (const page of [
    votes,
    saves,
    nominating,
    arranging,
    publicLog,
    trends,
    scores,
    ranking,
    programs,
  ]) {
    app.route('/', page(site))
  }
  for (const page of [library, libraryExport, libraryImport, libraryNotes, libraryTopics])
    app.route('/', page(site))
  for (const page of [comments, moderation, notices, noticeMail, claims, following])
    app.route('/', page(site))
  for (const page of [forYou, taste]) app.route('/', page(site))
  for (const page of [groups, groupPages, groupPeople, groupModeration, groupMeetings])
    app.route('/', page(site))
  for (const page of [signIn, account, tokens, keeper, privacy, person, list])
    app.route('/', page(site))
  app.route('/', theme())

  app.notFound((c) => {
    c.status(404)
    return c.render(MissingPage({ frame: frameOf(c) }))
  })
  app.onError((error, c) => {
    if (error instanceof DomainError && error.kind === 'signed-out' && wantsPage(c)) {
      return c.redirect(signInPath(c), 303)
    }
    if (error instanceof DomainError) {
      c.status(statusOf[error.kind])
      return c.render(RefusalPage({ frame: frameOf(c), error }))
    }
    const number = randomUUID().slice(0, 8)
    site.log.error({ err: error, number, path: c.req.path }, 'a page broke')
    c.status(500)
    c.header('Cache-Control', 'no-store')
    return c.render(FaultPage({ frame: frameOf(c), number }))
  })
  return app
}

/** Scripts of ours ask for JSON, and are told in words that somebody must sign in. */
const wantsPage = (c: Context) => !c.req.header('Accept')?.includes('application/json')
