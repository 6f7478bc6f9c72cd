import { z } from 'zod'
import { Refusal } from './problem.ts'

/** Where a list goes on, as text that says nothing to whoever passes it back. */
export const writeCursor = (place: Readonly<Record<string, string | number>>): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** Reads a cursor that we gave out; refuses what is none of ours, or of another list. */
export function readCursor<Shape extends z.ZodType>(
  text: string | undefined,
  shape: Shape,
): z.output<Shape> | undefined {
  if (text === undefined) return undefined
  try {
    const reading = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    if (reading.success) return reading.data
  } catch {
    // No JSON, so it is none of ours.
  }
  throw new Refusal('invalid', 'This cursor is not of this list. Begin again without one.', {
    errors: [{ in: 'query', name: 'cursor', says: 'is not of this list' }],
  })
}

export const Cursor = z
  .string()
  .max(1000)
  .optional()
  .describe('Where the list goes on: `next` of the answer before.')

/** How many, where a list is cut into pages. */
export const countUpTo = (most: number, usual: number) =>
  z.coerce.number().int().min(1).max(most).default(usual).describe('How many are answered at most.')

/** Where a list goes on after `count` more of what `skip` left; nowhere after its end. */
export const nextAfter = (
  skip: number,
  count: number,
  total: number,
  more: Readonly<Record<string, string | number>> = {},
): string | null => (skip + count < total ? writeCursor({ skip: skip + count, ...more }) : null)

/** A cursor that counts. */
export const Skipping = z.object({ skip: z.int().min(0).max(1_000_000) })
