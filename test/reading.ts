import type { Aside, Batch, Source } from '#harvest'
import type { PaperRecord } from '#paper'

/** Everything that a source gives after a place, and where that ended. */
export async function everythingFrom(
  source: Source,
  after?: string,
): Promise<{ records: PaperRecord[]; asides: Aside[]; place: string }> {
  const batches: Batch[] = []
  for await (const batch of source.batches(after, new AbortController().signal)) {
    batches.push(batch)
  }
  return {
    records: batches.flatMap(({ records }) => records),
    asides: batches.flatMap(({ asides = [] }) => asides),
    place: batches.at(-1)?.place ?? '',
  }
}
