/**
 * Some browsers have no name for disposing yet. `using` is written out for them, and asks for the name
 * that sessions have.
 */
export function nameDisposing(): void {
  const names: object = Symbol
  if (!('dispose' in names)) Object.defineProperty(names, 'dispose', { value: Symbol('dispose') })
}
