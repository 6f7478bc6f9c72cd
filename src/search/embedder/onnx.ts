import { access } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { DomainError } from '#domain-error'
import type { Embedder } from '../embedder.ts'
import { embedderElsewhere } from './elsewhere.ts'

/** What we use of the library that runs models, which the keeper installs. */
type Transformers = {
  readonly env: { allowRemoteModels: boolean; localModelPath: string }
  pipeline(
    task: 'feature-extraction',
    model: string,
    options: { local_files_only: true; dtype: 'fp32' | 'q8' },
  ): Promise<
    (
      texts: readonly string[],
      options: { pooling: 'mean'; normalize: true },
    ) => Promise<{ tolist(): number[][] }>
  >
}

const library = '@huggingface/transformers'

/** How many texts are put through the model at once. */
const atOnce = 16

/**
 * The embedder of an ONNX model in a folder of this machine: `config.json`, `tokenizer.json` and
 * `onnx/model.onnx` or, smaller, `onnx/model_quantized.onnx`. Nothing is downloaded.
 */
export function onnxEmbedder(
  { folder, dimension }: { folder: string; dimension: number },
  load: () => Promise<unknown> = () => import(library),
): Embedder {
  const place = resolve(folder)
  let model: ReturnType<Transformers['pipeline']> | undefined

  async function opened() {
    const { env, pipeline } = await transformers(load)
    env.allowRemoteModels = false
    env.localModelPath = dirname(place)
    const whole = await access(join(place, 'onnx/model.onnx')).then(
      () => true,
      () => false,
    )
    return pipeline('feature-extraction', basename(place), {
      local_files_only: true,
      dtype: whole ? 'fp32' : 'q8',
    })
  }

  return embedderElsewhere(
    { name: `onnx ${basename(place)} ${dimension}`, dimension },
    async (texts, signal) => {
      model ??= opened()
      const embed = await model.catch((error: unknown) => {
        model = undefined
        throw error
      })
      const vectors: number[][] = []
      for (let i = 0; i < texts.length; i += atOnce) {
        signal.throwIfAborted()
        const some = await embed(texts.slice(i, i + atOnce), { pooling: 'mean', normalize: true })
        vectors.push(...some.tolist())
      }
      return vectors
    },
  )
}

async function transformers(load: () => Promise<unknown>): Promise<Transformers> {
  const found = await load().catch(() => undefined)
  const loaded = isTransformers(found) ? found : undefined
  if (loaded) return loaded
  throw new DomainError(
    'invalid',
    `An ONNX model needs ${library}, which is not installed. Install it with npm install --no-save ${library}, or leave BROADSHEET_EMBEDDER out.`,
  )
}

const isTransformers = (found: unknown): found is Transformers =>
  typeof found === 'object' && found !== null && 'pipeline' in found && 'env' in found
