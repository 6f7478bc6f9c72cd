import type { ReadState } from '#store'

export const readStates = ['to-read', 'reading', 'read'] as const satisfies readonly ReadState[]
