import { z } from 'zod'
import type { DomainError } from '#domain-error'

/** Everything that is answered in the place of what was asked for (RFC 9457). */
export const problems = {
  invalid: [400, 'What was sent cannot be used'],
  'signed-out': [401, 'A token is needed'],
  forbidden: [403, 'This is not for you'],
  missing: [404, 'There is no such thing'],
  method: [405, 'That cannot be done here'],
  format: [406, 'Only JSON is spoken here'],
  large: [413, 'That is too much at once'],
  media: [415, 'Only JSON is read here'],
  'other-request': [422, 'The key was used for another request'],
  'too-many': [429, 'That was too often'],
  fault: [500, 'Something broke'],
} as const

export type ProblemKind = keyof typeof problems | DomainError['kind']

export type ProblemStatus = (typeof problems)[keyof typeof problems][0]

/** One thing that is wrong with what was sent, and where it stands. */
const Fault = z.object({
  in: z.enum(['path', 'query', 'body', 'header']),
  name: z.string().describe('The parameter or field; parts of a field are parted by dots.'),
  says: z.string(),
})

export type Fault = z.infer<typeof Fault>

export const Problem = z
  .object({
    type: z.string().describe('An address at which this kind of problem is described.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong, and what to do about it.'),
    errors: z.array(Fault).optional(),
    number: z.string().optional().describe('Of a fault of ours: it stands in our log.'),
  })
  .meta({
    id: 'Problem',
    description: 'What is answered in the place of what was asked for, as RFC 9457 has it.',
  })

/** Thrown where a request is refused before any domain function has seen it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: keyof typeof problems
  readonly errors: readonly Fault[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    kind: keyof typeof problems,
    message: string,
    {
      errors = [],
      headers = {},
    }: { errors?: readonly Fault[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.kind = kind
    this.errors = errors
    this.headers = headers
  }
}

/** The answer that a problem is. */
export function problemOf(
  kind: keyof typeof problems,
  detail: string,
  {
    errors = [],
    headers = {},
    number,
  }: {
    errors?: readonly Fault[]
    headers?: Readonly<Record<string, string>>
    number?: string
  } = {},
): Response {
  const [status, title] = problems[kind]
  const body: z.infer<typeof Problem> = {
    type: `/api#problem-${kind}`,
    title,
    status,
    detail,
    ...(errors.length > 0 && { errors: [...errors] }),
    ...(number !== undefined && { number }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...headers,
    },
  })
}
