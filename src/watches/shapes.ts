import { createHmac } from 'node:crypto'
import { opening, type Paper, paperPath, plainText } from '#paper'

export const shapes = ['json', 'slack', 'discord', 'telegram', 'feishu'] as const
export type Shape = (typeof shapes)[number]

export const isShape = (text: string): text is Shape => shapes.some((shape) => shape === text)

/** What a watch has found, to be told to a program. */
export type News = {
  readonly watch: { readonly name: string; readonly query: string }
  readonly papers: readonly Paper[]
  /** Where the papers stand: scheme and host of the site. */
  readonly site: string
}

/** What is sent, and to where: Telegram wants the chat that its address names in the body. */
export type Message = {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** A message of at most so many papers; the others are counted. */
const most = 10

/**
 * News in the shape that a program expects. All but Telegram's are signed: ours by an HMAC with
 * SHA-256 of instant and body (`t=…,v1=…`), Feishu's as its custom bots ask for.
 */
export function messageOf(
  shape: Shape,
  news: News,
  hook: { readonly url: string; readonly secret: string; readonly delivery: string },
  now: Date,
): Message {
  const seconds = Math.floor(now.getTime() / 1000)
  const url = new URL(hook.url)
  const chat = url.searchParams.get('chat_id')
  if (shape === 'telegram') url.searchParams.delete('chat_id')
  const content = contentOf(shape, news)
  const body = JSON.stringify({
    ...content,
    ...(shape === 'telegram' && chat !== null && { chat_id: chat }),
    ...(shape === 'feishu' && {
      timestamp: String(seconds),
      sign: feishuSign(seconds, hook.secret),
    }),
  })
  const signature = createHmac('sha256', hook.secret).update(`${seconds}.${body}`).digest('hex')
  return {
    url: url.href,
    body,
    headers: {
      'Content-Type': 'application/json',
      'X-Broadsheet-Delivery': hook.delivery,
      'X-Broadsheet-Signature': `t=${seconds},v1=${signature}`,
    },
  }
}

const feishuSign = (seconds: number, secret: string) =>
  createHmac('sha256', `${seconds}\n${secret}`).digest('base64')

type Told = {
  readonly watch: News['watch']
  readonly head: string
  readonly all: readonly ReturnType<typeof told>[]
  /** “and 5 more”, or nothing. */
  readonly rest: string
  readonly total: number
}

function contentOf(shape: Shape, { watch, papers, site }: News): object {
  const total = papers.length
  const all = papers.slice(0, most).map((paper) => told(paper, site))
  const head = `${watch.name}: ${total === 1 ? '1 new paper' : `${total} new papers`}`
  const rest = total > all.length ? `and ${total - all.length} more` : ''
  return contents[shape]({ watch, head, all, rest, total })
}

const contents: Record<Shape, (news: Told) => object> = {
  json: ({ watch, all, total }) => ({ type: 'papers', watch, total, papers: all }),
  slack: ({ head, all, rest }) => {
    const lines = all.map(
      ({ title, url, authors }) => `• <${url}|${slack(title)}>\n${slack(authors.join(', '))}`,
    )
    return { text: cut([`*${slack(head)}*`, ...lines, rest].filter(Boolean).join('\n'), 35_000) }
  },
  discord: ({ head, all, rest }) => ({
    content: cut(`**${discord(head)}** ${rest}`.trim(), 2_000),
    embeds: all.map(({ title, url, authors, gist }) => ({
      title: cut(discord(title), 256),
      url,
      description: cut(discord([authors.join(', '), gist].filter(Boolean).join('\n')), 500),
    })),
    allowed_mentions: { parse: [] },
  }),
  telegram: ({ head, all, rest }) => {
    const lines = all.map(
      ({ title, url, authors }) =>
        `<a href="${html(url)}">${html(cut(title, 180))}</a>\n${html(cut(authors.join(', '), 120))}`,
    )
    return {
      text: [`<b>${html(cut(head, 150))}</b>`, ...lines, rest].filter(Boolean).join('\n\n'),
      parse_mode: 'HTML',
      disable_web_page_preview: true,
    }
  },
  feishu: ({ head, all }) => ({
    msg_type: 'post',
    content: {
      post: {
        en_us: {
          title: cut(head, 200),
          content: all.map(({ title, url, authors }) => [
            { tag: 'a', text: cut(title, 300), href: url },
            { tag: 'text', text: ` ${cut(authors.join(', '), 200)}` },
          ]),
        },
      },
    },
  }),
}

function told(paper: Paper, site: string) {
  return {
    id: paper.id,
    title: clean(plainText(paper.title)),
    authors: paper.authors.slice(0, 10).map((name) => clean(plainText(name))),
    url: site + paperPath(paper.id),
    gist: clean(plainText(opening(paper.abstract || paper.summary, 260).opening)),
    categories: paper.categories,
    day: paper.day,
  }
}

/** Without what turns the direction of what follows. */
const clean = (text: string) => text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim()

const cut = (text: string, longest: number) =>
  text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text

const html = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const slack = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('|', '¦')

const discord = (text: string) => text.replace(/[\\*_~`|>@[\]()#]/g, '\\$&')
