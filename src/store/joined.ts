import type { Transaction } from 'kysely'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/**
 * A transaction as a store in which the transactions of others are parts of it: what they do is done
 * together with all else that is done in it, or not at all. What was thrown must end all of it.
 */
export function joined(within: Transaction<Schema>): Store {
  const store: Store = new Proxy(within, {
    get(target, name) {
      if (name === 'transaction') {
        return () => ({ execute: (act: (part: Store) => Promise<unknown>) => act(store) })
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return store
}
