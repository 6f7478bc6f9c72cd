import type { Context } from 'hono'
import { type Subscription, subscriptionOf } from '#digest'
import { DomainError } from '#domain-error'
import type { Site } from '../site.ts'
import { digest as words } from '../words/digest.ts'

/** Whose link was opened, and where that leads. */
export function mailDoor({ store, press: { links } }: Pick<Site, 'store' | 'press'>) {
  return {
    /** The subscription of a link; nobody keeps or hands on what stands behind it. */
    async asked(c: Context): Promise<Subscription> {
      c.header('Cache-Control', 'no-store')
      c.header('Referrer-Policy', 'no-referrer')
      c.header('X-Robots-Tag', 'noindex')
      const id = links.read(c.req.param('mark') ?? '')
      const subscription = id === undefined ? undefined : await subscriptionOf(store, id)
      if (!subscription) throw new DomainError('missing', words.missing)
      return subscription
    },
    home: ({ id }: Subscription): string => new URL(links.choices(id)).pathname,
  }
}

/** The fields of a form, of which several may have one name. */
export async function fieldsOf(c: Context): Promise<URLSearchParams> {
  const fields = new URLSearchParams()
  for (const [name, value] of await c.req.formData()) {
    if (typeof value === 'string') fields.append(name, value)
  }
  return fields
}
