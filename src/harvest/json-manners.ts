import type { z } from 'zod'
import { DomainError } from '#domain-error'
import {
  type Ask,
  conversation,
  Garbled,
  type Manners,
  type Question,
  realClock,
  type Turns,
  userAgent,
} from './ask.ts'

/** How a service that answers in JSON is asked, unless it asks for more: once a second. */
export const jsonManners: Manners = {
  pace: 1000,
  silence: 60_000,
  patience: 5 * 60_000,
  tries: 6,
  userAgent: userAgent(),
  fetch: (...request) => fetch(...request),
  clock: realClock,
  random: Math.random,
}

/** Asks for JSON of a shape, in good manners. */
export type AskJson = <Shape extends z.ZodType>(
  question: Question,
  shape: Shape,
  signal: AbortSignal,
) => Promise<z.infer<Shape>>

/**
 * As `conversation`, for JSON. An answer that stays something else (a web page, half a list, another
 * shape) ends in a `DomainError`, for there is nothing to be taken from it.
 */
export function jsonConversation(manners: Manners, turns?: Turns): AskJson {
  const ask: Ask = conversation(manners, turns)
  return async (question, shape, signal) => {
    const { url, ...more } = typeof question === 'string' ? { url: question } : question
    const headers = { accept: 'application/json', ...('headers' in more && more.headers) }
    try {
      return await ask({ ...more, url, headers }, (text) => read(text, shape), signal)
    } catch (error) {
      if (!(error instanceof Garbled)) throw error
      throw new DomainError(
        'missing',
        `${url} gave an answer that cannot be read: ${error.message}. Harvest again later; it will go on where it was`,
      )
    }
  }
}

function read<Shape extends z.ZodType>(text: string, shape: Shape): z.infer<Shape> {
  const reading = shape.safeParse(parse(text))
  if (reading.success) return reading.data
  const field = reading.error.issues[0]?.path.join('.')
  throw new Garbled(
    `it is JSON of another kind than was asked for${field && ` (“${field}”)`}`,
    text,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Garbled(
      /^\s*</.test(text) ? 'it is a web page, not JSON' : 'it is not whole JSON',
      text,
    )
  }
}
