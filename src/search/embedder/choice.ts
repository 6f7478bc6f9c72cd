import type { Embedder } from '../embedder.ts'
import { endpointEmbedder } from './endpoint.ts'
import { onnxEmbedder } from './onnx.ts'

/** Another embedder than ours, as the settings name it. */
export type EmbedderChoice = {
  /** An address that speaks as OpenAI’s embeddings do, or `onnx:` and a folder. */
  readonly at: string
  readonly model: string
  readonly dimension: number
  readonly key?: string | undefined
}

export function chosenEmbedder(choice: EmbedderChoice | undefined): Embedder | undefined {
  if (!choice) return undefined
  const { at, dimension } = choice
  return at.startsWith('onnx:')
    ? onnxEmbedder({ folder: at.slice('onnx:'.length), dimension })
    : endpointEmbedder({ ...choice, url: at })
}
