/** Rows of a table on the screen: the first column to the left, the others to the right. */
export function printTable(heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [heading, ...rows]
  const widths = heading.map((_, c) => Math.max(...all.map((row) => (row[c] ?? '').length)))
  for (const row of all) {
    const cells = row.map((cell, c) =>
      c === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[c]!),
    )
    console.log(cells.join('  '))
  }
  console.log()
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? NaN : values.reduce((sum, x) => sum + x, 0) / values.length

/** A value of sorted ones: the smallest that `part` of them do not exceed. */
export const share = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((x, y) => x - y)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
}

/** Values in units of the mean of the highest fifty, so that lists of scores add up. */
export function inUnits(values: Float32Array, few = 50): Float32Array {
  const high = values
    .filter((x) => x > 0)
    .toSorted()
    .subarray(-few)
  const unit = high.reduce((sum, x) => sum + x, 0) / Math.max(1, high.length)
  return unit > 0 ? values.map((x) => x / unit) : values
}
