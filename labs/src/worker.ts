/**
 * Runs experiments beside a page. The page sends settings, then `pause`, `go on` or `stop`; the worker
 * answers with all that was told since it last spoke, some thirty times a second, and in the end with the
 * outcome, or with the sentence of a refusal.
 */
import type { Checkpoints, Order, Report } from './arena/orders.ts'
import { perform } from './arena/perform.ts'
import type { Settings, Telling } from './arena/telling.ts'
import { nameDisposing } from './symbol-dispose.ts'

nameDisposing()

/** For so many milliseconds a run goes on before what it told is sent and orders are heard. */
const breath = 33

let state: 'going' | 'paused' | 'stopped' = 'stopped'
let wake = () => {}

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.kind === 'run') {
    state = 'going'
    void run(data.settings, data.checkpoints)
    return
  }
  state = data.kind === 'pause' ? 'paused' : data.kind === 'stop' ? 'stopped' : 'going'
  wake()
})

async function run(settings: Settings, checkpoints: Checkpoints): Promise<void> {
  try {
    const { telling, outcome } = await perform(settings, (model) => fetched(checkpoints[model]))
    for (;;) {
      const { tellings, done } = breathe(telling)
      if (tellings.length > 0) report({ kind: 'told', tellings })
      const stopped = await heard()
      if (stopped && !done) telling.return?.()
      if (done || stopped) return report({ kind: 'done', outcome: outcome(), stopped: !done })
    }
  } catch (error) {
    // A refusal is a sentence for the reader; of a fault the browser's console is told everything.
    const isRefusal = error instanceof Error && error.name === 'Refusal'
    const sentence = isRefusal ? error.message : 'The run broke; the browser’s console says where.'
    report({ kind: 'refused', sentence })
    if (!isRefusal) throw error
  }
}

/** Goes on for a breath. */
function breathe(telling: Iterator<Telling, void>): { tellings: Telling[]; done: boolean } {
  const tellings: Telling[] = []
  const start = performance.now()
  while (performance.now() - start < breath) {
    const next = telling.next()
    if (next.done) return { tellings, done: true }
    tellings.push(next.value)
  }
  return { tellings, done: false }
}

/** Lets orders in, waits while paused, and says whether the run was stopped. */
async function heard(): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 0))
  if (state === 'paused') {
    await new Promise<void>((resolve) => (wake = resolve))
    return heard()
  }
  return state === 'stopped'
}

async function fetched(address: string): Promise<Uint8Array> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}

const report = (message: Report) => postMessage(message)
