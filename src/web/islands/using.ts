/** What stands for `using` in browsers that do not know it: closes in reverse order, whatever happens. */
export function holding(): {
  e: unknown
  u<T extends Disposable | null | undefined>(held: T): T
  d(): void
} {
  const none = {}
  const all: Disposable[] = []
  return {
    e: none,
    u(held) {
      if (held) all.push(held)
      return held
    },
    d() {
      let failed = this.e
      for (const held of all.toReversed()) {
        try {
          held[Symbol.dispose]()
        } catch (error) {
          failed = error
        }
      }
      if (failed !== none) throw failed
    },
  }
}
