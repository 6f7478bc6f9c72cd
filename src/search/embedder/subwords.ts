/**
 * The buckets of a term's subwords: its runs of three to five letters, the ends marked, each hashed
 * (FNV-1a) into one of so many buckets, as in “Enriching Word Vectors with Subword Information”
 * (1607.04606). Related words share them, so a term never seen is near its relatives.
 */
export function subwords(term: string, buckets: number): number[] {
  const marked = `<${term}>`
  const found: number[] = []
  for (let length = 3; length <= 5; length++) {
    for (let i = 0; i + length <= marked.length; i++) {
      let hash = 0x811c9dc5
      for (let c = i; c < i + length; c++) {
        hash = Math.imul(hash ^ marked.charCodeAt(c), 0x01000193)
      }
      found.push((hash >>> 0) % buckets)
    }
  }
  return found
}
