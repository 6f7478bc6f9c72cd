import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

/** Which of these media types somebody would have rather than a page, if any. */
export function wantedType<Type extends string>(
  c: Context,
  types: readonly Type[],
): Type | undefined {
  const best = accepts(c, {
    header: 'Accept',
    supports: ['text/html', ...types],
    default: 'text/html',
  })
  return types.find((type) => type === best)
}

/** What stands in the address after `prefix`, as it was meant; a percent sign may stand for itself. */
export function restOf(c: Context, prefix: string): string {
  const rest = new URL(c.req.url).pathname.slice(prefix.length)
  try {
    return decodeURIComponent(rest)
  } catch {
    return rest
  }
}
