import { arena } from './arena.ts'
import type { Experiment } from './experiment.ts'
import { families } from './families.ts'
import { labs } from './labs.ts'

/** All that a page or a command has to know of the labs, as plain data. */
export function manifest() {
  return {
    families: Object.entries(families).map(([name, family]) => ({
      name,
      ...family,
      labs: labs
        .filter((lab) => lab.family === name)
        .map(({ method, name: called, paper, does, reading, experiments }) => ({
          method,
          name: called,
          paper,
          does,
          reading: reading ?? '',
          experiments: experiments.map(described),
        })),
    })),
    arena: arena.map(described),
  }
}

function described(experiment: Experiment) {
  const { name, title, says, model, reads, knobs, plots, panels = [], grids = [] } = experiment
  return { name, title, says, model, reads, knobs, plots, panels, grids }
}
