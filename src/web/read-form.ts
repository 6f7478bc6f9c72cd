import type { Context } from 'hono'
import type { z } from 'zod'
import { DomainError } from '#domain-error'
import { words } from './words/words.ts'

/** The fields of a form that was sent, as their shape says; whatever else was sent is left out. */
export async function formIn<Shape extends z.ZodType>(
  c: Context,
  shape: Shape,
): Promise<z.infer<Shape>> {
  // What stands twice in a form comes as a list, and a shape that wants one says so.
  return readAs(shape, await c.req.parseBody({ all: true }))
}

/** The JSON that a script of ours sent. */
export async function jsonIn<Shape extends z.ZodType>(
  c: Context,
  shape: Shape,
): Promise<z.infer<Shape>> {
  let read: unknown
  try {
    read = await c.req.json()
  } catch {
    throw new DomainError('invalid', words.trouble.notJson)
  }
  return readAs(shape, read)
}

function readAs<Shape extends z.ZodType>(shape: Shape, sent: unknown): z.infer<Shape> {
  const reading = shape.safeParse(sent)
  if (reading.success) return reading.data
  const [issue] = reading.error.issues
  throw new DomainError('invalid', words.trouble.field(issue?.path.join('.') ?? ''))
}
