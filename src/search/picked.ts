import type { PaperId } from '#paper'
import type { Store } from '#store'

/** The papers that curators picked: of these, or all there are. */
export async function pickedOf(
  store: Store,
  papers?: readonly PaperId[],
): Promise<ReadonlySet<PaperId>> {
  if (papers?.length === 0) return nonePicked
  const rows = await store
    .selectFrom('picks')
    .select('paper')
    .distinct()
    .$if(papers !== undefined, (query) => query.where('paper', 'in', papers!))
    .execute()
  return new Set(rows.map(({ paper }) => paper))
}

export const nonePicked: ReadonlySet<PaperId> = new Set()
