/**
 * What a run cost. The kernels fill it, the method never does: nobody reports his own cost. Sizes are
 * in bytes of what is really held or read, at the precision it is held in.
 */
export type Meter = {
  /** Additions and multiplications, each counted once. */
  flops: number
  /** Bytes of operands read by kernels, weights and activations alike. */
  bytesRead: number
  /** Of those, keys and values of the cache. */
  kvRead: number
  /** Keys and values held now in fast memory. */
  residentKv: number
  /** The most that was ever held at once. */
  peakKv: number
  /** Keys and values held now in slow memory. */
  slowKv: number
  /** Keys and values moved between the two. */
  movedKv: number
  /** Passes of the model in question, of any number of tokens. */
  targetPasses: number
  /** Passes of a smaller model on its behalf. */
  draftPasses: number
  wireBytes: number
  wireRounds: number
  /** Wall time; measured apart, and no part of any law. */
  ms: number
}

/** A meter at zero. */
export function meter(): Meter {
  return {
    flops: 0,
    bytesRead: 0,
    kvRead: 0,
    residentKv: 0,
    peakKv: 0,
    slowKv: 0,
    movedKv: 0,
    targetPasses: 0,
    draftPasses: 0,
    wireBytes: 0,
    wireRounds: 0,
    ms: 0,
  }
}

/** What was spent between two readings; levels (resident and slow bytes) are those of the later. */
export function spent(before: Readonly<Meter>, after: Readonly<Meter>): Meter {
  return {
    ...after,
    flops: after.flops - before.flops,
    bytesRead: after.bytesRead - before.bytesRead,
    kvRead: after.kvRead - before.kvRead,
    movedKv: after.movedKv - before.movedKv,
    targetPasses: after.targetPasses - before.targetPasses,
    draftPasses: after.draftPasses - before.draftPasses,
    wireBytes: after.wireBytes - before.wireBytes,
    wireRounds: after.wireRounds - before.wireRounds,
    ms: after.ms - before.ms,
  }
}
