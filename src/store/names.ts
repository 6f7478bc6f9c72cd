/** `published_at` for `publishedAt`, as tables have it. */
export const snake = remembering((name) =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
)

/** `publishedAt` for `published_at`, as we have it. */
export const camel = remembering((name) =>
  name.replace(/_+([a-z\d])/g, (_, letter: string) => letter.toUpperCase()),
)

/** There are but as many names as tables have columns, and some that queries give. */
function remembering(change: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    let other = known.get(name)
    if (other === undefined) {
      other = change(name)
      if (known.size < 10_000) known.set(name, other)
    }
    return other
  }
}
