/** Curves of regret, as an SVG that reads in the light and in the dark. */
export function plot(series: ReadonlyMap<string, Float64Array>): string {
  const [width, height, left, bottom, right, top] = [720, 400, 52, 42, 190, 34]
  const all = [...series]
  const days = all[0]?.[1].length ?? 1
  const most = Math.max(...all.map(([, values]) => values.at(-1) ?? 0)) * 1.04
  const x = (day: number) => left + (day / days) * (width - left - right)
  const y = (value: number) => height - bottom - (value / most) * (height - bottom - top)
  const step = niceStep(most)
  const marks = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step)
  const grid = marks.map(
    (value) =>
      `<path class="grid" d="M${left} ${y(value).toFixed(1)}H${width - right}"/><text x="${left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value}</text>`,
  )
  const labels = [0, 15, 30, 45, 60].map(
    (day) =>
      `<text x="${x(day).toFixed(1)}" y="${height - bottom + 20}" text-anchor="middle">${day}</text>`,
  )
  const ends = apart(all.map(([, values]) => y(values.at(-1) ?? 0)))
  const curves = all.map(([name, values], i) => {
    const own = name === 'ours'
    const path = [...values]
      .map(
        (value, day) => `${day === 0 ? 'M' : 'L'}${x(day + 1).toFixed(1)} ${y(value).toFixed(1)}`,
      )
      .join('')
    return `<path class="curve${own ? ' own' : ''}" style="${own ? '' : `stroke-dasharray:${dashes[i % dashes.length]}`}" d="${path}"/><text class="${own ? 'own' : ''}" x="${width - right + 8}" y="${(ends[i]! + 4).toFixed(1)}">${name}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Regret of simulated readers over sixty days, ours and others">
<style>
svg { background: #fbf8f2; font: 12px Helvetica, Arial, sans-serif; fill: #57524a }
.grid { stroke: #d9d2c3; stroke-width: 1 }
.curve { fill: none; stroke: #57524a; stroke-width: 1.4 }
.own { stroke-width: 2.6; stroke: #7c1f14 }
text.own { stroke: none; fill: #7c1f14; font-weight: bold }
.drift { stroke: #7c1f14; stroke-dasharray: 2 3; opacity: .6 }
@media (prefers-color-scheme: dark) {
  svg { background: #191714; fill: #b5ada0 }
  .grid { stroke: #37322b }
  .curve { stroke: #b5ada0 }
  .own { stroke: #e58a74 }
  text.own { fill: #e58a74 }
}
</style>
${grid.join('\n')}
<path class="drift" d="M${x(30)} ${top}V${height - bottom}"/><text x="${x(30) + 5}" y="${top + 10}">an interest gives way</text>
${labels.join('')}<text x="${x(days / 2)}" y="${height - 6}" text-anchor="middle">days</text>
<text x="${left}" y="${top - 14}">regret so far: liked papers of the day that were not on the page of twelve</text>
${curves.join('\n')}
</svg>
`
}

const dashes = ['none', '6 3', '2 2', '8 3 2 3', '4 4', '1 3']

const niceStep = (most: number) => {
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough
}

/** Heights at which labels do not touch. */
function apart(heights: readonly number[]): number[] {
  const order = [...heights.keys()].toSorted((x, y) => heights[x]! - heights[y]!)
  const placed = [...heights]
  let last = -Infinity
  for (const i of order) {
    placed[i] = Math.max(heights[i]!, last + 14)
    last = placed[i]
  }
  return placed
}
