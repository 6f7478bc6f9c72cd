/** The schema of JSON Feed 1.1 (www.jsonfeed.org/version/1.1). */
import { z } from 'zod'

const address = z.url({ protocol: /^https?$/ })
const instant = z.iso.datetime({ offset: true })
const author = z
  .strictObject({
    name: z.string().optional(),
    url: address.optional(),
    avatar: address.optional(),
  })
  .refine((one) => Object.keys(one).length > 0, 'an author of whom nothing is said')

const attachment = z.strictObject({
  url: address,
  mime_type: z.string(),
  title: z.string().optional(),
  size_in_bytes: z.number().optional(),
  duration_in_seconds: z.number().optional(),
})

const item = z
  .strictObject({
    id: z.string().min(1),
    url: address.optional(),
    external_url: address.optional(),
    title: z.string().optional(),
    content_html: z.string().optional(),
    content_text: z.string().optional(),
    summary: z.string().optional(),
    image: address.optional(),
    banner_image: address.optional(),
    date_published: instant.optional(),
    date_modified: instant.optional(),
    authors: z.array(author).optional(),
    tags: z.array(z.string()).optional(),
    language: z.string().optional(),
    attachments: z.array(attachment).optional(),
  })
  .refine(
    (one) => one.content_html !== undefined || one.content_text !== undefined,
    'content_html or content_text must be there',
  )

const feed = z
  .strictObject({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string().min(1),
    home_page_url: address.optional(),
    feed_url: address.optional(),
    description: z.string().optional(),
    user_comment: z.string().optional(),
    next_url: address.optional(),
    icon: address.optional(),
    favicon: address.optional(),
    authors: z.array(author).optional(),
    language: z.string().optional(),
    expired: z.boolean().optional(),
    hubs: z.array(z.strictObject({ type: z.string(), url: address })).optional(),
    items: z.array(item),
  })
  .refine((one) => one.next_url === undefined || one.next_url !== one.feed_url, 'next is itself')
  .refine(
    ({ items }) => new Set(items.map(({ id }) => id)).size === items.length,
    'two items of one id',
  )

/** What is wrong with a feed in JSON; nothing if it is one. */
export function jsonFaults(text: string): string[] {
  const reading = feed.safeParse(JSON.parse(text))
  return reading.success
    ? []
    : reading.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}
