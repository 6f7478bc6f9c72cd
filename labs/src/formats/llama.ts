import { readSpec } from '../checkpoint/checkpoint.ts'
import { beginning } from '../codec.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { keepWeights, type Weights } from '../model/lm.ts'
import { type ModelSpec, weightShapes } from '../model/spec.ts'
import { Refusal } from '../refusal.ts'
import { type Entry, readGguf, type Value, writeGguf } from './gguf.ts'
import { widenInto } from './numbers.ts'
import { readSafetensors, type Tensor, writeSafetensors } from './safetensors.ts'

/** A model from a file of others. */
export type Loaded = { readonly spec: ModelSpec; readonly weights: Weights }

/** What files call each weight of ours; `#` stands for the layer. */
const names: Readonly<Record<string, { readonly hf: string; readonly gguf: string }>> = {
  embedding: { hf: 'model.embed_tokens.weight', gguf: 'token_embd.weight' },
  norm1: { hf: 'model.layers.#.input_layernorm.weight', gguf: 'blk.#.attn_norm.weight' },
  q: { hf: 'model.layers.#.self_attn.q_proj.weight', gguf: 'blk.#.attn_q.weight' },
  k: { hf: 'model.layers.#.self_attn.k_proj.weight', gguf: 'blk.#.attn_k.weight' },
  v: { hf: 'model.layers.#.self_attn.v_proj.weight', gguf: 'blk.#.attn_v.weight' },
  o: { hf: 'model.layers.#.self_attn.o_proj.weight', gguf: 'blk.#.attn_output.weight' },
  norm2: { hf: 'model.layers.#.post_attention_layernorm.weight', gguf: 'blk.#.ffn_norm.weight' },
  gate: { hf: 'model.layers.#.mlp.gate_proj.weight', gguf: 'blk.#.ffn_gate.weight' },
  up: { hf: 'model.layers.#.mlp.up_proj.weight', gguf: 'blk.#.ffn_up.weight' },
  down: { hf: 'model.layers.#.mlp.down_proj.weight', gguf: 'blk.#.ffn_down.weight' },
  norm: { hf: 'model.norm.weight', gguf: 'output_norm.weight' },
  head: { hf: 'lm_head.weight', gguf: 'output.weight' },
}

/** A weight's name in a file: `layers.3.q` → `blk.3.attn_q.weight`. */
function nameIn(kind: 'hf' | 'gguf', ours: string): string {
  const [, layer = '', part = ours] = ours.match(/^layers\.(\d+)\.(\w+)$/) ?? []
  return names[part][kind].replace('#', layer)
}

/**
 * Loads a GGUF file of Llama's architecture. Throws a Refusal, a sentence, for another architecture, for
 * rotations stretched in a way unknown here, and for tensors that are missing or misshapen.
 */
export function loadGguf(k: Kernels, file: Uint8Array): Loaded {
  const { metadata, tensors } = readGguf(file)
  const architecture = metadata.get('general.architecture')
  if (architecture !== 'llama') {
    throw new Refusal(
      `The file holds a model of architecture “${show(architecture)}”; here llama runs.`,
    )
  }
  const number = (key: string, otherwise?: number) => {
    const value = metadata.get(`llama.${key}`) ?? otherwise
    if (typeof value !== 'number') throw new Refusal(`The GGUF file does not say llama.${key}.`)
    return value
  }
  if (
    metadata.has('llama.rope.scaling.type') &&
    metadata.get('llama.rope.scaling.type') !== 'none'
  ) {
    throw new Refusal('The model stretches its rotations; that is not read here yet.')
  }
  const [width, heads] = [number('embedding_length'), number('attention.head_count')]
  const headWidth = number('attention.key_length', number('rope.dimension_count', width / heads))
  const spec = readSpec({
    name: metadata.get('general.name') ?? 'a model',
    vocab: tensors.get(nameIn('gguf', 'embedding'))?.shape[0],
    width,
    layers: number('block_count'),
    heads,
    kvHeads: number('attention.head_count_kv', heads),
    headWidth,
    inner: number('feed_forward_length'),
    context: number('context_length'),
    rotaryBase: number('rope.freq_base', 10_000),
    epsilon: number('attention.layer_norm_rms_epsilon'),
    head: tensors.has(nameIn('gguf', 'head')) ? 'own' : 'tied',
  })
  const weights = fillWeights(k, spec, tensors, 'gguf')
  for (const [name, w] of weights) {
    if (/\.[qk]$/.test(name)) w.data.set(reordered(w.data, w.cols, spec.headWidth, 'from pairs'))
  }
  return { spec, weights }
}

/**
 * Loads safetensors files of a Llama model as Hugging Face lays them out, by the model's config.json.
 * Throws a Refusal as `loadGguf` does.
 */
export function loadSafetensors(k: Kernels, config: string, files: readonly Uint8Array[]): Loaded {
  const settings = parseConfig(config)
  const architecture = settings['model_type']
  if (architecture !== 'llama') {
    throw new Refusal(
      `config.json is that of a model of type “${String(architecture)}”; here llama runs.`,
    )
  }
  if (settings['rope_scaling']) {
    throw new Refusal('The model stretches its rotations; that is not read here yet.')
  }
  const tensors = new Map(files.flatMap((file) => [...readSafetensors(file)]))
  const [width, heads] = [settings['hidden_size'], settings['num_attention_heads']]
  const spec = readSpec({
    name: settings['_name_or_path'] ?? 'a model',
    vocab: settings['vocab_size'],
    width,
    layers: settings['num_hidden_layers'],
    heads,
    kvHeads: settings['num_key_value_heads'] ?? heads,
    headWidth: settings['head_dim'] ?? Number(width) / Number(heads),
    inner: settings['intermediate_size'],
    context: settings['max_position_embeddings'],
    rotaryBase: settings['rope_theta'] ?? 10_000,
    epsilon: settings['rms_norm_eps'],
    head:
      tensors.has(nameIn('hf', 'head')) && settings['tie_word_embeddings'] !== true
        ? 'own'
        : 'tied',
  })
  return { spec, weights: fillWeights(k, spec, tensors, 'hf') }
}

function fillWeights(
  k: Kernels,
  spec: ModelSpec,
  tensors: ReadonlyMap<string, Tensor>,
  kind: 'hf' | 'gguf',
): Weights {
  // Checked before memory is asked for, so that a header cannot ask for more than its file holds.
  for (const [ours, [rows, cols]] of weightShapes(spec)) {
    const name = nameIn(kind, ours)
    const shape = tensors.get(name)?.shape
    if (!shape) throw new Refusal(`The file has no ${name}, which a llama of its shape needs.`)
    const expected = rows === 1 ? [cols] : [rows, cols]
    if (shape.join() !== expected.join()) {
      throw new Refusal(
        `${name} is ${shape.join(' × ')}; the model's shape needs ${expected.join(' × ')}.`,
      )
    }
  }
  const weights = keepWeights(k, spec)
  for (const [ours, w] of weights) {
    const tensor = tensors.get(nameIn(kind, ours))
    if (tensor) widenInto(tensor.storage, tensor.bytes, w.data)
  }
  return weights
}

/** Writes a model as safetensors of f32, with the config.json that goes with it. */
export function toSafetensors({ spec, weights }: Loaded): { config: string; file: Uint8Array } {
  const config = {
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    vocab_size: spec.vocab,
    hidden_size: spec.width,
    num_hidden_layers: spec.layers,
    num_attention_heads: spec.heads,
    num_key_value_heads: spec.kvHeads,
    head_dim: spec.headWidth,
    intermediate_size: spec.inner,
    max_position_embeddings: spec.context,
    rope_theta: spec.rotaryBase,
    rms_norm_eps: spec.epsilon,
    hidden_act: 'silu',
    tie_word_embeddings: spec.head === 'tied',
    torch_dtype: 'float32',
  }
  const tensors = [...weights].map(([ours, { rows, cols, data }]) => {
    return [nameIn('hf', ours), { shape: rows === 1 ? [cols] : [rows, cols], data }] as const
  })
  return { config: JSON.stringify(config, null, 2), file: writeSafetensors(new Map(tensors)) }
}

/**
 * Writes a model as a GGUF file of f32 that llama.cpp runs. Its tokens are named as bytes and marks, as our
 * byte codec has them; whatever the model's own, it can be given ids.
 */
export function toGguf({ spec, weights }: Loaded): Uint8Array {
  const metadata: [string, Entry][] = [
    ['general.architecture', { text: 'llama' }],
    ['general.name', { text: spec.name }],
    ['llama.vocab_size', { u32: spec.vocab }],
    ['llama.context_length', { u32: spec.context }],
    ['llama.embedding_length', { u32: spec.width }],
    ['llama.block_count', { u32: spec.layers }],
    ['llama.feed_forward_length', { u32: spec.inner }],
    ['llama.attention.head_count', { u32: spec.heads }],
    ['llama.attention.head_count_kv', { u32: spec.kvHeads }],
    ['llama.attention.key_length', { u32: spec.headWidth }],
    ['llama.attention.value_length', { u32: spec.headWidth }],
    ['llama.rope.dimension_count', { u32: spec.headWidth }],
    ['llama.attention.layer_norm_rms_epsilon', { f32: spec.epsilon }],
    ['llama.rope.freq_base', { f32: spec.rotaryBase }],
    ...tokenizer(spec.vocab),
  ]
  const tensors = [...weights].map(([ours, { rows, cols, data }]) => {
    const isTurned = /\.[qk]$/.test(ours)
    const numbers = isTurned ? reordered(data, cols, spec.headWidth, 'to pairs') : data
    return [
      nameIn('gguf', ours),
      { shape: rows === 1 ? [cols] : [rows, cols], data: numbers },
    ] as const
  })
  return writeGguf(new Map(metadata), new Map(tensors))
}

/** A vocabulary of 256 bytes (kind 6 of GGUF) and marks (kind 3), in which nothing is ever merged. */
function tokenizer(vocab: number): [string, Entry][] {
  const ids = Array.from({ length: vocab }, (_, id) => id)
  return [
    ['tokenizer.ggml.model', { text: 'llama' }],
    [
      'tokenizer.ggml.tokens',
      { texts: ids.map((id) => (id < 256 ? byteName(id) : `<mark ${id}>`)) },
    ],
    ['tokenizer.ggml.scores', { f32s: ids.map(() => 0) }],
    ['tokenizer.ggml.token_type', { i32s: ids.map((id) => (id < 256 ? 6 : 3)) }],
    ['tokenizer.ggml.bos_token_id', { u32: Math.min(vocab - 1, beginning) }],
    ['tokenizer.ggml.eos_token_id', { u32: Math.min(vocab - 1, beginning + 1) }],
    ['tokenizer.ggml.add_bos_token', { flag: false }],
  ]
}

const byteName = (id: number) => `<0x${id.toString(16).toUpperCase().padStart(2, '0')}>`

/**
 * GGUF turns neighbours (2i, 2i + 1) where we turn halves (i, i + d/2): the rows of queries and keys of
 * every head stand in another order.
 */
function reordered(
  data: Float32Array,
  cols: number,
  headWidth: number,
  way: 'from pairs' | 'to pairs',
): Float32Array {
  const moved = new Float32Array(data.length)
  const half = headWidth / 2
  for (let row = 0; row * cols < data.length; row++) {
    const within = row % headWidth
    const other = row - within + 2 * (within % half) + Math.floor(within / half)
    const [from, to] = way === 'from pairs' ? [other, row] : [row, other]
    moved.set(data.subarray(from * cols, (from + 1) * cols), to * cols)
  }
  return moved
}

function parseConfig(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch (cause) {
    throw new Refusal('config.json cannot be read.', { cause })
  }
  throw new Refusal('config.json is no object.')
}

const show = (value: Value | undefined) =>
  typeof value === 'string' ? value.slice(0, 40) : 'unnamed'
