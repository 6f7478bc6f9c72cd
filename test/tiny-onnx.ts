/** Writes a model of one table, as ONNX, with a tokenizer of whole words: the smallest that runs. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Each word with its vector. */
export function writeTinyModel(
  folder: string,
  words: Readonly<Record<string, readonly number[]>>,
): void {
  const dimension = Object.values(words)[0]?.length ?? 0
  const zero = Array.from({ length: dimension }, () => 0)
  const vocabulary = ['[PAD]', '[UNK]', ...Object.keys(words)]
  const table = [zero, zero, ...Object.values(words)]
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  writeFileSync(join(folder, 'onnx/model.onnx'), model(table))
  const json = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(content))
  json('config.json', { model_type: 'bert', hidden_size: dimension, vocab_size: table.length })
  json('tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    model_max_length: 512,
  })
  json('tokenizer.json', {
    version: '1.0',
    added_tokens: ['[PAD]', '[UNK]'].map((content, id) => ({
      id,
      content,
      special: true,
      normalized: false,
      single_word: false,
      lstrip: false,
      rstrip: false,
    })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      unk_token: '[UNK]',
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  })
}

/** onnx.proto, as far as a Gather from a table needs it. */
function model(table: readonly (readonly number[])[]): Uint8Array {
  const dimension = table[0]?.length ?? 0
  const values = Buffer.from(Float32Array.from(table.flat()).buffer)
  const tensor = part(
    number(1, table.length),
    number(1, dimension),
    number(2, 1),
    text(8, 'table'),
    bytes(9, values),
  )
  const node = part(
    text(1, 'table'),
    text(1, 'input_ids'),
    text(2, 'last_hidden_state'),
    text(4, 'Gather'),
  )
  const graph = part(
    bytes(1, node),
    text(2, 'tiny'),
    bytes(5, tensor),
    bytes(11, value('input_ids', 7, ['batch', 'length'])),
    bytes(12, value('last_hidden_state', 1, ['batch', 'length', dimension])),
  )
  return part(number(1, 8), bytes(7, graph), bytes(8, part(text(1, ''), number(2, 13))))
}

function value(name: string, type: number, dimensions: readonly (string | number)[]): Buffer {
  const shape = dimensions.map((d) => bytes(1, typeof d === 'string' ? text(2, d) : number(1, d)))
  return part(text(1, name), bytes(2, bytes(1, part(number(1, type), bytes(2, part(...shape))))))
}

const part = (...fields: readonly Buffer[]): Buffer => Buffer.concat(fields)
const number = (field: number, n: number): Buffer => part(varint(field << 3), varint(n))
const bytes = (field: number, content: Buffer): Buffer =>
  part(varint((field << 3) | 2), varint(content.length), content)
const text = (field: number, content: string): Buffer => bytes(field, Buffer.from(content))

function varint(n: number): Buffer {
  const parts: number[] = []
  for (let rest = n; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...parts, rest])
    parts.push((rest & 127) | 128)
  }
}
