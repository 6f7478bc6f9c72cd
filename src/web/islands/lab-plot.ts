import type { Axis, Plot } from '../../../labs/src/arena/telling.ts'

/** The points of a series, in the order of their x. */
export type Points = readonly (readonly [x: number, y: number])[]

const space = 'http://www.w3.org/2000/svg'
const margin = { top: 12, right: 14, bottom: 40, left: 52 }

/** Draws a plot as wide as it may be; every series has a class `series-N` and a dash of its own. */
export function draw(plot: Plot, points: (series: string) => Points, width: number): SVGSVGElement {
  const height = Math.round(Math.min(380, Math.max(230, width * 0.52)))
  // What has no place on an axis of doublings is left to the table.
  const isShown = ([at, value]: readonly [number, number]) =>
    (plot.x.scale !== 'log2' || at > 0) && (plot.y.scale !== 'log2' || value > 0)
  const lines = plot.series.map(({ name }) => points(name).filter(isShown))
  const all = lines.flat()
  const x = scaleOf(
    plot.x,
    all.map(([at]) => at),
    margin.left,
    width - margin.right,
  )
  const y = scaleOf(
    plot.y,
    all.map(([, value]) => value),
    height - margin.bottom,
    margin.top,
  )

  const svg = element('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' })
  svg.setAttribute('aria-label', spoken(plot, lines))
  for (const tick of y.ticks) {
    svg.append(
      element('line', {
        class: 'grid',
        x1: margin.left,
        x2: width - margin.right,
        y1: y.at(tick),
        y2: y.at(tick),
      }),
      label(margin.left - 7, y.at(tick) + 4, write(plot.y, tick), 'end'),
    )
  }
  for (const tick of x.ticks) {
    svg.append(
      element('line', {
        class: 'tick',
        x1: x.at(tick),
        x2: x.at(tick),
        y1: height - margin.bottom,
        y2: height - margin.bottom + 4,
      }),
      label(x.at(tick), height - margin.bottom + 17, write(plot.x, tick), 'middle'),
    )
  }
  svg.append(
    element('line', {
      class: 'axis',
      x1: margin.left,
      x2: width - margin.right,
      y1: height - margin.bottom,
      y2: height - margin.bottom,
    }),
    label(width - margin.right, height - 6, plot.x.says, 'end'),
  )
  for (const mark of plot.marks ?? []) {
    if (mark.x > x.most || mark.x < x.least) continue
    svg.append(
      element('line', {
        class: 'mark',
        x1: x.at(mark.x),
        x2: x.at(mark.x),
        y1: margin.top,
        y2: height - margin.bottom,
      }),
      label(x.at(mark.x) + 5, margin.top + 9, mark.says, 'start'),
    )
  }
  // The method is drawn last, so that nothing lies over it.
  const order = plot.series
    .map((_, i) => i)
    .toSorted((a, b) => Number(isMethod(plot, a)) - Number(isMethod(plot, b)))
  for (const i of order) {
    const line = lines[i] ?? []
    const group = element('g', { class: classOf(plot, i) })
    const path = line.map(([at, value]) => `${x.at(at).toFixed(1)},${y.at(value).toFixed(1)}`)
    group.append(element('polyline', { points: path.join(' ') }))
    if (line.length <= 24) {
      for (const [at, value] of line) {
        group.append(
          element('circle', { cx: x.at(at), cy: y.at(value), r: isMethod(plot, i) ? 3.2 : 2.4 }),
        )
      }
    }
    svg.append(group)
  }
  return svg
}

export const classOf = (plot: Plot, i: number): string =>
  `series-${i} ${plot.series[i]?.role ?? 'rival'}`

const isMethod = (plot: Plot, i: number) => plot.series[i]?.role === 'method'

/** A number as its axis is read. */
export function write({ unit }: Axis, value: number): string {
  if (unit === 'share') return `${Math.round(value * 100)} %`
  if (unit === 'nats') return value.toFixed(2)
  for (const [name, size] of unit === 'bytes' ? byteSizes : unit === 'count' ? counts : []) {
    if (value >= size) return `${neat(value / size)} ${name}`
  }
  return neat(value)
}

const byteSizes = [
  ['MB', 2 ** 20],
  ['KB', 2 ** 10],
] as const
const counts = [
  ['M', 1e6],
  ['k', 1e3],
] as const

const neat = (value: number) =>
  value === 0
    ? '0'
    : Math.abs(value) >= 100
      ? String(Math.round(value))
      : String(Number(value.toPrecision(3)))

/** The plot in a sentence: where each line ends. */
function spoken(plot: Plot, lines: readonly Points[]): string {
  const ends = plot.series.flatMap(({ name }, i) => {
    const last = lines[i]?.at(-1)
    return last ? [`${name} ${write(plot.y, last[1])} at ${write(plot.x, last[0])}`] : []
  })
  return `${plot.title}. ${plot.y.says} against ${plot.x.says}. ${ends.join('; ') || 'Nothing yet'}.`
}

type Scale = {
  readonly least: number
  readonly most: number
  readonly ticks: readonly number[]
  at(value: number): number
}

/** Lays an axis from one place to another, over what is to be shown and what must be in sight. */
function scaleOf(axis: Axis, values: readonly number[], from: number, to: number): Scale {
  const isLog = axis.scale === 'log2'
  const known = isLog ? values.filter((value) => value > 0) : values
  const low = Math.min(axis.least ?? Infinity, ...known)
  const high = Math.max(axis.most ?? -Infinity, ...known)
  const least = Number.isFinite(low) ? low : 0
  const top = Number.isFinite(high) && high > least ? high : least + 1
  const most = isLog || axis.most !== undefined ? top : least + (top - least) * 1.04
  const place = isLog
    ? (value: number) => Math.log2(Math.max(value, 1e-9))
    : (value: number) => value
  const [start, end] = [place(isLog && least <= 0 ? 1 : least), place(most)]
  const at = (value: number) => from + ((place(value) - start) / (end - start || 1)) * (to - from)
  const ticks = isLog
    ? doublings(2 ** start, most)
    : steps(least, most, Math.abs(to - from) < 320 ? 4 : 6)
  return { least: 2 ** start && isLog ? 2 ** start : least, most, ticks, at }
}

/** Powers of two in a range, eight at most. */
function doublings(least: number, most: number): number[] {
  const [low, high] = [Math.ceil(Math.log2(least)), Math.floor(Math.log2(most))]
  const skip = Math.max(1, Math.ceil((high - low + 1) / 7))
  return Array.from(
    { length: Math.floor((high - low) / skip) + 1 },
    (_, i) => 2 ** (low + i * skip),
  )
}

/** Round numbers in a range, about so many. */
function steps(least: number, most: number, about: number): number[] {
  const rough = (most - least) / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10)
  const first = Math.ceil(least / step - 1e-9)
  const last = Math.floor(most / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  )
}

function label(x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end') {
  const node = element('text', { x, y, 'text-anchor': anchor })
  node.textContent = text
  return node
}

function element<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[K] {
  const node = document.createElementNS(space, name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value))
  return node
}
