import type { Context } from 'hono'

/** The text fields of a form that was sent; one that is missing, or is a file, is the empty text. */
export async function fieldsIn(c: Context): Promise<(name: string) => string> {
  const form = await c.req.parseBody()
  return (name) => {
    const value = form[name]
    return typeof value === 'string' ? value : ''
  }
}
