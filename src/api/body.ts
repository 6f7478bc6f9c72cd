import type { Context } from 'hono'
import type { z } from 'zod'
import { DomainError } from '#domain-error'

/** What was sent as JSON, in this shape; what the shape does not name is left out. */
export async function readJson<Shape extends z.ZodType>(
  c: Context,
  shape: Shape,
): Promise<z.output<Shape>> {
  const text = await c.req.text()
  let sent: unknown
  try {
    sent = JSON.parse(text)
  } catch {
    throw new DomainError('invalid', 'Send JSON: this cannot be read as such.')
  }
  const read = shape.safeParse(sent)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue?.path.map(String).join('.')
  throw new DomainError(
    'invalid',
    `${where ? `“${where}”: ` : ''}${issue?.message ?? 'not as expected'}`,
  )
}
