import { backcopy } from './backcopy.ts'
import { closedBook } from './facts.ts'
import { needle } from './needle.ts'
import { paperGrammar } from './paper-grammar.ts'
import { recall } from './recall.ts'
import { repeat } from './repeat.ts'
import type { Task } from './task.ts'

/** A task without its settings' type, as the law suite sees it. */
export type AnyTask = {
  readonly name: string
  readonly oracle: Task<never>['oracle']
  /** Every setting it is measured at, ready to draw from. */
  readonly settings: readonly {
    readonly name: string
    readonly floor: number
    sample: (chance: Parameters<Task<never>['sample']>[1]) => ReturnType<Task<never>['sample']>
  }[]
}

function any<P>(task: Task<P>): AnyTask {
  return {
    name: task.name,
    oracle: task.oracle,
    settings: task.grid.map((setting) => ({
      name: JSON.stringify(setting),
      floor: task.floor(setting),
      sample: (chance) => task.sample(setting, chance),
    })),
  }
}

/** Every task; the law suite runs on each. */
export const tasks: readonly AnyTask[] = [
  any(recall),
  any(repeat),
  any(backcopy),
  any(needle),
  any(closedBook),
  any(paperGrammar),
]
