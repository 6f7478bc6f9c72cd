/** How fast letters may go to one domain: so many at once, and as many more each minute. */
export type Pace = { mayGo(domain: string, now: Date): boolean }

export function openPace(perMinute: number): Pace {
  const left = new Map<string, { letters: number; at: number }>()
  return {
    mayGo(domain, now) {
      const at = now.getTime()
      const known = left.get(domain) ?? { letters: perMinute, at }
      const minutes = Math.max(0, at - known.at) / 60_000
      const letters = Math.min(perMinute, known.letters + minutes * perMinute)
      const goes = letters >= 1
      left.delete(domain)
      left.set(domain, { letters: goes ? letters - 1 : letters, at })
      if (left.size > 5_000) left.delete(left.keys().next().value ?? '')
      return goes
    },
  }
}
