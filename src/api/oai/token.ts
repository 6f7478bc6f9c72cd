import { z } from 'zod'
import { OaiFault } from './fault.ts'

/** Where a list goes on: all that was asked for, the last record that was given, and how many were. */
const Place = z.object({
  p: z.string().max(40),
  f: z.string().max(30).optional(),
  u: z.string().max(30).optional(),
  s: z.string().max(200).optional(),
  /** The last record: when it changed, and its id. */
  a: z.string().max(30),
  i: z.string().max(200),
  /** How many came before, and how many there are. */
  c: z.number().int().min(0),
  n: z.number().int().min(0),
})

export type Place = z.infer<typeof Place>

/**
 * Writes a place as a token. We remember nothing of it: it holds on every process, after a restart
 * and for ever, and whoever comes back with it goes on after the same record.
 */
export const tokenOf = (place: Place): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

export function placeIn(token: string): Place {
  try {
    return Place.parse(JSON.parse(Buffer.from(token, 'base64url').toString()))
  } catch {
    throw new OaiFault('badResumptionToken', 'This is no token of ours. Begin the list again.')
  }
}
