import { z } from 'zod'
import { readStates } from './states.ts'

/** How a paper stands in a library, as it goes into files and comes out of them: names, no ids of ours. */
export type Standing = z.infer<typeof Standing>

const Instant = z.iso.datetime()

const longest = { name: 200, note: 60_000 }

export const Standing = z.object({
  savedAt: Instant,
  state: z.enum(readStates),
  stateAt: Instant,
  interest: z.int().min(0).max(5),
  openedAt: Instant.nullable(),
  cameFrom: z.string().max(40),
  collections: z
    .array(z.object({ name: z.string().max(longest.name), addedAt: Instant }))
    .max(1000),
  tags: z.array(z.string().max(longest.name)).max(1000),
  notes: z
    .array(
      z.object({
        body: z.string().max(longest.note),
        writtenAt: Instant,
        editedAt: Instant.nullable(),
        edits: z.array(z.object({ body: z.string().max(longest.note), until: Instant })).max(1000),
      }),
    )
    .max(1000),
})

/** The same as one word, for formats that have no place for it: base64url of its JSON. */
export const standingText = (standing: Standing): string =>
  Buffer.from(JSON.stringify(standing)).toString('base64url')

/** Reads what `standingText` wrote; `undefined` where it is anything else. */
export function readStanding(text: string): Standing | undefined {
  try {
    const reading = Standing.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return reading.success ? reading.data : undefined
  } catch {
    return undefined // not ours
  }
}
