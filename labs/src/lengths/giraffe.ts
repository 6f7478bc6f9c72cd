import type { PositionScheme } from '../model/positions.ts'
import { Refusal } from '../refusal.ts'

/**
 * Ways to stretch rotary positions over longer texts than a model was trained on, as Giraffe (2308.10882,
 * section 3) sets them side by side. θᵢ = base^(−2i / d) is what pair i of d / 2 turns by at each position.
 */
export type Trained = { readonly base: number; readonly headWidth: number }

const theta = ({ base, headWidth }: Trained, pair: number) => base ** ((-2 * pair) / headWidth)

/** Linear scaling (2306.15595): positions are pressed together by `scale`. */
export function linearScaling(trained: Trained, scale: number): PositionScheme {
  atLeastOne('scale', scale)
  return {
    name: `linear ${scale}`,
    angle: (position, pair) => (position / scale) * theta(trained, pair),
  }
}

/** Another base (adjusted base frequency, 2309.16039): slow pairs turn slower still, quick ones hardly. */
export function baseChange(trained: Trained, factor: number): PositionScheme {
  atLeastOne('factor of the base', factor)
  const changed = { ...trained, base: trained.base * factor }
  return { name: `base ${factor}`, angle: (position, pair) => position * theta(changed, pair) }
}

/** Power scaling: θᵢ (1 − 2i / d)ᵏ: quick pairs stay, slow ones come to rest. */
export function powerScaling(trained: Trained, power: number): PositionScheme {
  if (!(power >= 0))
    throw new Refusal(`A power of ${power} would make slow pairs quick; it is 0 or more.`)
  return {
    name: `power ${power}`,
    angle: (position, pair) =>
      position * theta(trained, pair) * (1 - (2 * pair) / trained.headWidth) ** power,
  }
}

/**
 * Truncated basis: θᵢ ≥ `high` stay, those between become `between`, those at or below `low` come to rest,
 * so that no pair meets an angle it was not trained on.
 */
export function truncatedBasis(
  trained: Trained,
  { low, between, high }: { low: number; between: number; high: number },
): PositionScheme {
  if (!(0 <= low && low <= high))
    throw new Refusal('The lower limit of the basis is above the higher.')
  return {
    name: `truncated ${low} ${between} ${high}`,
    angle(position, pair) {
      const own = theta(trained, pair)
      return position * (own >= high ? own : own > low ? between : 0)
    },
  }
}

function atLeastOne(what: string, value: number): void {
  if (!(value >= 1))
    throw new Refusal(`A ${what} of ${value} would shrink the range; it is 1 or more.`)
}
