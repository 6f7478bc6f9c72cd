import type { z } from 'zod'
import { DomainError } from '#domain-error'
import type { PaperRecord } from '#paper'
import type { Aside } from './source.ts'

/** Reads each of some values by itself, so that one that is not as it should be costs no other. */
export function readEach(
  values: readonly unknown[],
  where: (index: number) => string,
  read: (value: unknown) => PaperRecord | undefined,
): { records: PaperRecord[]; asides: Aside[] } {
  const records: PaperRecord[] = []
  const asides: Aside[] = []
  for (const [i, value] of values.entries()) {
    try {
      const record = read(value)
      if (record) records.push(record)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const excerpt = JSON.stringify(value).slice(0, 200)
      asides.push({ spot: where(i), reason: error.message, excerpt })
    }
  }
  return { records, asides }
}

/** A value of a shape. Any other is refused, naming the field and who has it otherwise. */
export function shaped<Shape extends z.ZodType>(
  value: unknown,
  shape: Shape,
  whose: string,
): z.infer<Shape> {
  const reading = shape.safeParse(value)
  if (reading.success) return reading.data
  const field = reading.error.issues[0]?.path.join('.') || 'it'
  throw new DomainError('invalid', `“${field}” is not as ${whose} has it: it is left out`)
}
