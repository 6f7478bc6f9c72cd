/** Readers of a house: some who have long been there, and newcomers. */
import { addReader, type Reader, type Role } from '#accounts'
import type { Store } from '#store'

/** When the houses of tests opened, and the day on which their tests play. */
export const opened = new Date('2026-10-01T08:00:00Z')
export const today = new Date('2026-11-20T12:00:00Z')

/** Readers of these names who joined when the house opened, or when told. */
export async function people(
  store: Store,
  names: readonly string[],
  { role = 'reader', joined = opened }: { role?: Role; joined?: Date } = {},
): Promise<Reader[]> {
  const readers: Reader[] = []
  for (const name of names) readers.push(await addReader(store, { name, role }, joined))
  return readers
}

export async function person(
  store: Store,
  name: string,
  how: { role?: Role; joined?: Date } = {},
): Promise<Reader> {
  const [reader] = await people(store, [name], how)
  if (!reader) throw new Error(`${name} did not join`)
  return reader
}

/** So many hours after the day of the tests, or before it. */
export const hoursLater = (hours: number): Date => new Date(today.getTime() + hours * 3_600_000)
