/** The thread of `run-apart.ts`: runs one experiment and tells its outcome. */
import { parentPort, workerData } from 'node:worker_threads'
import { DomainError } from '#domain-error'
import { runLab } from './labs.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const tell = (told: unknown) => parentPort?.postMessage(told)
try {
  tell({ outcome: await runLab(workerData, new AbortController().signal, () => {}) })
} catch (error) {
  if (!(error instanceof DomainError)) throw error
  tell({ refusal: error.message })
}
