import { drawFrom, normalised, type Shares, type TreeDrawer, type Verifier } from './verifier.ts'

/**
 * Guesses without any twice (2402.14160, section 3.1): Gumbel noise on the logarithms of the shares, the
 * highest taken; the same as drawing one after the other and leaving out what was drawn.
 */
export const withoutReplacement: TreeDrawer = {
  name: 'without replacement',
  draw(q, count, chance) {
    const noisy = Array.from(q, (share, id) => ({
      id,
      score: share > 0 ? Math.log(share) - Math.log(-Math.log(chance.f() || 1e-12)) : -Infinity,
    }))
    return noisy
      .filter(({ score }) => score > -Infinity)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, count)
      .map(({ id }) => id)
  },
}

/** Guesses each drawn anew, so that some are the same: what earlier methods do. */
export const withReplacement: TreeDrawer = {
  name: 'with replacement',
  draw: (q, count, chance) => Array.from({ length: count }, () => drawFrom(q, chance)),
}

/**
 * Recursive rejection (2402.14160, algorithm 1): child i is taken with chance min(1, pᵢ(x) / qᵢ(x)); if
 * not, p loses what q could have given, q loses the child (where it cannot come again), and the next child
 * is asked. When none is taken, what is left of p decides. With one child it is speculative sampling
 * (2302.01318).
 */
export function recursiveRejection(drawn: TreeDrawer): Verifier {
  return {
    name: `recursive rejection, ${drawn.name}`,
    lossless: true,
    choose(target, draft, children, chance) {
      let [p, q] = [target, draft]
      for (const [child, x] of children.entries()) {
        if (chance.f() * q[x] < p[x]) return { child }
        p = normalised(p.map((share, id) => Math.max(0, share - q[id])))
        if (drawn === withoutReplacement) q = normalised(without(q, x))
      }
      return { instead: drawFrom(p, chance) }
    },
  }
}

const without = (shares: Shares, id: number): Shares => shares.with(id, 0)
