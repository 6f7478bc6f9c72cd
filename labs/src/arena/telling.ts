/**
 * What a run tells while it goes on, and what is left of it in the end. Plain data: it goes from a worker
 * to a page, and into a file.
 */

/** A picture that a run draws. */
export type Plot = {
  readonly name: string
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
  /** Whether it shows times of this machine, which no run repeats. */
  readonly timed?: true
  /** Lines across the whole plot, at an x that means something. */
  readonly marks?: readonly { readonly x: number; readonly says: string }[]
}

export type Axis = {
  readonly says: string
  /** How its numbers are written. */
  readonly unit: 'number' | 'share' | 'nats' | 'bytes' | 'count'
  readonly scale?: 'log2'
  readonly least?: number
  readonly most?: number
}

/** One line of a plot. What stands beside the method for comparison is quieter. */
export type Series = {
  readonly name: string
  readonly role: 'method' | 'ceiling' | 'floor' | 'rival'
}

/** A text that a run colours. */
export type Panel = {
  readonly name: string
  readonly title: string
  /** What each state of a piece means. */
  readonly legend: Readonly<Partial<Record<PieceState, string>>>
}

export type PieceState = 'plain' | 'kept' | 'dropped' | 'drafted' | 'asked'

/** A stretch of text: how strongly it is looked at, from 0 to 1, and what became of it. */
export type Piece = { readonly text: string; readonly weight: number; readonly state: PieceState }

/** Squares in rows, from 0 to 1, as attention is drawn. */
export type Grid = {
  readonly name: string
  readonly title: string
  readonly x: string
  readonly y: string
}

/** One thing told. A point, a text or a figure that comes again under its name replaces the earlier. */
export type Telling =
  | {
      readonly kind: 'point'
      readonly plot: string
      readonly series: string
      readonly x: number
      readonly y: number
    }
  | { readonly kind: 'text'; readonly panel: string; readonly pieces: readonly Piece[] }
  | { readonly kind: 'grid'; readonly grid: string; readonly rows: readonly (readonly number[])[] }
  | { readonly kind: 'figure'; readonly name: string; readonly value: number }
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }

/** What was set for a run. */
export type Settings = {
  readonly method: string
  readonly experiment: string
  readonly seed: string
  readonly knobs: Readonly<Record<string, number>>
  /** What is read, where a run reads; an example of ours where it is empty. */
  readonly text: string
}

/** A run as it is kept: what was set, on what, and all that was told. */
export type Outcome = Settings & {
  readonly paper: string
  readonly model: string
  readonly plots: Readonly<
    Record<string, Readonly<Record<string, readonly (readonly [number, number])[]>>>
  >
  readonly grids: Readonly<Record<string, readonly (readonly number[])[]>>
  readonly texts: Readonly<Record<string, readonly Piece[]>>
  readonly figures: Readonly<Record<string, number>>
  readonly ms: number
}

/** Gathers what a run tells. `points` of a series are in the order of their x. */
export function gathering(): {
  take(telling: Telling): void
  points(plot: string, series: string): [number, number][]
  outcome(of: Settings & { readonly paper: string; readonly model: string }, ms: number): Outcome
} {
  const plots = new Map<string, Map<string, Map<number, number>>>()
  const grids: Record<string, readonly (readonly number[])[]> = {}
  const texts: Record<string, readonly Piece[]> = {}
  const figures: Record<string, number> = {}
  const points = (plot: string, series: string) =>
    [...(plots.get(plot)?.get(series) ?? [])].toSorted(([a], [b]) => a - b)
  return {
    take(told) {
      switch (told.kind) {
        case 'point': {
          const plot = plots.get(told.plot) ?? new Map<string, Map<number, number>>()
          const series = plot.get(told.series) ?? new Map<number, number>()
          plots.set(told.plot, plot.set(told.series, series.set(told.x, told.y)))
          return
        }
        case 'grid':
          grids[told.grid] = told.rows
          return
        case 'text':
          texts[told.panel] = told.pieces
          return
        case 'figure':
          figures[told.name] = told.value
          return
        case 'progress':
      }
    },
    points,
    outcome: (of, ms) => ({
      ...of,
      plots: Object.fromEntries(
        [...plots].map(([plot, all]) => [
          plot,
          Object.fromEntries([...all.keys()].map((series) => [series, points(plot, series)])),
        ]),
      ),
      grids,
      texts,
      figures,
      ms,
    }),
  }
}
