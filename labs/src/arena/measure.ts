import { beginning, byteCodec } from '../codec.ts'
import { argmax } from '../mat.ts'
import type { PositionScheme } from '../model/positions.ts'
import { rng } from '../rng.ts'
import type { KvCachePolicy } from '../session/policy.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { answerOf, draw, promptOf, score, type Task } from '../tasks/task.ts'
import type { Bench } from './lab.ts'

/** A policy and its budget, in slots of each key-value head. */
export type Trial = { readonly policy?: KvCachePolicy; readonly slots: number }

/**
 * The share of answers written exactly right when the prompt is read at once, thinned out by a policy,
 * and the answer is written greedily from what is left. Over examples that were not trained on, the same
 * for every trial of a bench.
 */
export function answered<P>(bench: Bench, task: Task<P>, setting: P, trial: Trial): number {
  const chance = rng(`${bench.seed}/${task.name}/${JSON.stringify(setting)}`)
  let right = 0
  for (let i = 0; i < bench.count; i++) {
    const example = draw(task, setting, 'test', chance)
    const asked = answerOf(example).length
    right += score(example, written(bench, promptOf(example), asked, optionsOf(trial)))
  }
  return right / bench.count
}

/** The bytes written greedily after a prompt. */
export function written(
  { k, lm }: Bench,
  prompt: Uint8Array,
  length: number,
  options: SessionOptions,
): Uint8Array {
  using session = openSession(k, lm, options)
  const ids: number[] = []
  let logits = session.prefill(Int32Array.of(beginning, ...byteCodec.encode(prompt)))
  for (let i = 0; i < length; i++) {
    const id = argmax(logits)
    ids.push(id)
    if (i < length - 1) logits = session.step(id)
  }
  return byteCodec.decode(Int32Array.from(ids))
}

/**
 * The loss of each byte of a text in nats, read one by one through a policy's cache after the beginning
 * mark.
 */
export function losses(
  { k, lm }: Bench,
  text: Uint8Array,
  trial: Trial & { readonly positions?: PositionScheme },
): Float64Array {
  const { positions } = trial
  using session = openSession(k, lm, { ...optionsOf(trial), ...(positions && { positions }) })
  let logits = session.prefill(Int32Array.of(beginning))
  return Float64Array.from(byteCodec.encode(text), (id, i) => {
    const loss = surprise(logits, id)
    if (i < text.length - 1) logits = session.step(id)
    return loss
  })
}

/**
 * Nats a byte of a task's texts, `bench.count` / 10 of them, of bytes `from` on. Texts are longer than any
 * the model was trained on where the setting says so, and the same for every trial of a bench.
 */
export function lossesOver<P>(
  bench: Bench,
  task: Task<P>,
  setting: P,
  trial: Trial,
  from: number,
): number {
  return mean(textsOf(bench, task, setting).map((text) => mean(losses(bench, text, trial), from)))
}

/** Texts of a task, the same for every trial of a bench. */
export function textsOf<P>(bench: Bench, task: Task<P>, setting: P): Uint8Array[] {
  const chance = rng(`${bench.seed}/losses/${task.name}`)
  return Array.from({ length: Math.ceil(bench.count / 10) }, () => {
    return draw(task, setting, 'test', chance).text
  })
}

/**
 * The loss of each byte when what came before is read anew for it, the beginning mark and the latest
 * `slots` − 1 bytes: a window that forgets nothing it should know, at the cost of a prompt a byte.
 */
export function lossesAnew({ k, lm }: Bench, text: Uint8Array, slots: number): Float64Array {
  const ids = byteCodec.encode(text)
  return Float64Array.from(ids, (id, i) => {
    using session = openSession(k, lm)
    const latest = ids.subarray(Math.max(0, i - slots + 1), i)
    return surprise(session.prefill(Int32Array.of(beginning, ...latest)), id)
  })
}

/** −ln of the share that logits give a token. */
export function surprise(logits: Float32Array, id: number): number {
  const top = logits.reduce((a, b) => Math.max(a, b), -Infinity)
  const sum = logits.reduce((so, x) => so + Math.exp(x - top), 0)
  return top + Math.log(sum) - logits[id]
}

/** The mean of numbers from `from` up to `to`. */
export function mean(numbers: ArrayLike<number>, from = 0, to = numbers.length): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += numbers[i]
  return sum / (to - from)
}

const optionsOf = ({ policy, slots }: Trial): SessionOptions =>
  policy ? { policy, budget: { slots } } : {}
