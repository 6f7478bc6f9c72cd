/** A name of a person taken apart. What has no given name is all family name, as a group's is. */
export type NameParts = { readonly given: string; readonly family: string; readonly suffix: string }

/** Takes “Johannes van der Waals Jr.” apart; “van der Waals, Johannes” is understood too. */
export function nameParts(name: string): NameParts {
  const [before = '', ...after] = name.trim().split(/\s*,\s*/)
  if (after.length > 0) {
    const isSuffix = after.length === 1 && suffixes.test(after[0] ?? '')
    if (isSuffix) return { ...nameParts(before), suffix: after[0] ?? '' }
    return { family: before, given: after.join(', '), suffix: '' }
  }
  const parts = before.split(/\s+/)
  const suffix = parts.length > 2 && suffixes.test(parts.at(-1) ?? '') ? (parts.pop() ?? '') : ''
  // “van der Waals” belongs together.
  let last = parts.length - 1
  while (last > 1 && particles.test(parts[last - 1] ?? '')) last--
  return { given: parts.slice(0, last).join(' '), family: parts.slice(last).join(' '), suffix }
}

/** “Last, First” of “First Last”; a name of one word stays. */
export function lastFirst(name: string): string {
  const { given, family, suffix } = nameParts(name)
  return [[family, suffix].filter(Boolean).join(' '), given].filter(Boolean).join(', ')
}

const suffixes = /^(jr|sr|ii|iii|iv)\.?$/i
const particles = /^(van|von|der|den|de|da|di|del|della|dos|du|la|le|ten|ter|bin|ibn)$/
