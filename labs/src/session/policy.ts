import type { Mat } from '../mat.ts'
import type { ModelSpec } from '../model/spec.ts'

/**
 * What stays in the cache, what is looked at, and at which positions. A policy is opened once for each
 * session; what it remembers lives in the run it returns.
 */
export type KvCachePolicy = {
  readonly name: string
  /** What it may look at. It is shown nothing else. */
  readonly needs: Needs
  /**
   * What the budget's slots bound, in every key-value head: what is kept after every token
   * (`resident`), what is kept of the prompt, with every later token added (`prompt`), what a step looks
   * at while all is kept (`attended`), or what it looks at on steps between full ones (`between`).
   */
  readonly bounds: 'nothing' | 'resident' | 'prompt' | 'attended' | 'between'
  open(spec: ModelSpec, budget: CacheBudget): CacheRun
}

export type Needs = {
  /**
   * Attention weights: of every step (`all`), of the prompt's last queries only (`window`, that many),
   * or none.
   */
  readonly weights: 'none' | 'all' | { readonly window: number }
}

/** How many slots each key-value head of each layer may keep, the newest token's included. */
export type CacheBudget = { readonly slots: number }

/** A policy at work in one session. What it leaves out, it does not do. */
export type CacheRun = {
  /** After the prompt was read whole: which slots to drop before the first step. */
  onPrefill?(view: PromptView): Drop
  /** Which slots the coming query looks at; all at their true positions, where it does not say. */
  select?(view: LayerView, queries: Mat): Selection
  /** What the query then made of them. */
  observe?(view: LayerView, weights: HeadWeights): void
  /** After a step: which slots to drop. */
  evict?(view: LayerView): Drop
  /** The same run again, for a fork of the session. */
  fork(): CacheRun
}

/** A layer's cache as a policy sees it. Arrays are views: read them now, do not keep them. */
export type LayerView = {
  readonly layer: number
  /** How many query heads share a key-value head. */
  readonly group: number
  readonly heads: readonly HeadView[]
}

/** One key-value head: its slots in the order of their tokens. */
export type HeadView = {
  /** The index in the sequence of each slot's token. */
  readonly tokens: Int32Array
  /** Keys before rotation, (slots, headWidth). */
  readonly keys: Mat
}

/** A layer's cache after the prompt, with what the policy declared that it needs. */
export type PromptView = LayerView & {
  /**
   * The weights of the last queries: for each query head (window, slots), row r being the query that
   * many before the end. Empty unless declared.
   */
  readonly windowWeights: readonly Mat[]
}

/** Which slots, the same for every key-value head or one list for each. */
export type PerHead<T> = { readonly every: T } | { readonly each: readonly T[] }

/** Slots to drop, ascending; none is `nothing`. */
export type Drop = PerHead<ArrayLike<number>>

export const nothing: Drop = { every: [] }

/** What a query looks at. */
export type Selection = {
  /** Slots, ascending; all that are there where it is not given. */
  readonly slots?: PerHead<Int32Array>
  /**
   * Where they stand: at their token's index (`true`), or one after the other from 0 in the order of
   * the selection (`in-cache`), which never leaves the trained range while the budget is within it, or
   * where a function of its own puts them.
   */
  readonly positions: 'true' | 'in-cache' | Relabel
}

/** From the tokens looked at, ascending, the query's own last, to their positions. */
export type Relabel = (tokens: Int32Array) => Int32Array

/**
 * The weights of a step: for each query head those over the slots it looked at, in the order of
 * `slots`, or over all. Row h is as long as what head h looked at.
 */
export type HeadWeights = {
  readonly slots: PerHead<Int32Array> | undefined
  readonly rows: readonly Float32Array[]
}

/** What a per-head answer says for one head. */
export const forHead = <T>(answer: PerHead<T>, head: number): T =>
  'every' in answer ? answer.every : answer.each[head]
