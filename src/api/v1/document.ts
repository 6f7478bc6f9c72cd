import { hash } from 'node:crypto'
import { z } from 'zod'
import { Problem, problems, type ProblemKind } from './problem.ts'
import { type Route, tags } from './route.ts'
import { routes } from './routes.ts'

type Json = Readonly<Record<string, unknown>>

/** The OpenAPI 3.1 document of all routes, for a site at `origin`. */
export function documentOf(origin: string): Json {
  return { ...written(), servers: [{ url: `${origin}/api/v1` }] }
}

/** What changes with the shape of any answer. */
export const seal = (): string => hash('sha256', JSON.stringify(written())).slice(0, 12)

let known: Json | undefined
const written = (): Json => (known ??= write())

function write(): Json {
  const components = new Map<string, unknown>()
  const schema = (shape: z.ZodType, io: 'input' | 'output') => schemaOf(shape, io, components)
  const problem = schema(Problem, 'output')
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = (paths[route.path] ??= {})
    path[route.method] = operationOf(route, schema, problem)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Broadsheet',
      version: '1',
      summary: 'The daily paper of research, for programs.',
      description: introduction,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{}, { token: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token made under /account/tokens. Its scopes are read, write and curate.',
        },
      },
    },
  }
}

const introduction = `Every list goes on with the \`cursor\` that its \`next\` names. Every answer has an \`ETag\`: send it back as \`If-None-Match\`, and what did not change costs nothing. What goes wrong is told as a problem (RFC 9457). A write may carry an \`Idempotency-Key\`: sent again with the same key, it is done once and answered the same. \`RateLimit\` says how many requests are left.`

type SchemaOf = (shape: z.ZodType, io: 'input' | 'output') => unknown

function operationOf(route: Route, schema: SchemaOf, problem: unknown): Json {
  const { name, tag, says, more, who, scope, body, answer, status } = route
  return {
    operationId: name,
    tags: [tag],
    summary: says,
    ...(more && { description: more }),
    ...(who === 'anybody' && scope === 'read'
      ? {}
      : { security: [{ token: [] }], 'x-scope': scope, 'x-who': who }),
    parameters: parametersOf(route, schema),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schema(body.strict(), 'input') } },
      },
    }),
    responses: {
      [status]: {
        description: 'What was asked for.',
        ...(route.method === 'get' && {
          headers: {
            ETag: { schema: { type: 'string' }, description: 'To be sent as If-None-Match.' },
          },
        }),
        ...(status !== 204 && {
          content: { 'application/json': { schema: schema(answer, 'output') } },
        }),
      },
      ...(route.method === 'get' && { 304: { description: 'It did not change.' } }),
      ...Object.fromEntries(
        problemsOf(route).map((kind) => [
          problems[kind][0],
          {
            description: problems[kind][1],
            content: { 'application/problem+json': { schema: problem } },
          },
        ]),
      ),
    },
  }
}

/** What may go wrong with a request of a route. */
function problemsOf({ method, who, scope, missing, body, pure }: Route): (keyof typeof problems)[] {
  const kinds: ProblemKind[] = ['invalid', 'signed-out', 'forbidden', 'format', 'too-many']
  if (missing) kinds.push('missing')
  if (body) kinds.push('large', 'media')
  if (isOnce({ method, who, scope, pure })) kinds.push('other-request')
  return kinds.toSorted((a, b) => problems[a][0] - problems[b][0])
}

/** Whether a request of a route may carry a key under which it is done once. */
export const isOnce = ({
  method,
  pure,
}: {
  method: Route['method']
  who: Route['who']
  scope: Route['scope']
  pure?: true | undefined
}): boolean => method !== 'get' && !pure

function parametersOf({ params, query, ...route }: Route, schema: SchemaOf): unknown[] {
  const each = (place: 'path' | 'query', shape: z.ZodObject | undefined) => {
    const fields: Record<string, z.ZodType> = shape?.shape ?? {}
    return Object.entries(fields).map(([name, field]) => {
      const { description, ...rest } = asRecord(schema(field, 'input'))
      return {
        name,
        in: place,
        required: place === 'path' || !field.safeParse(undefined).success,
        ...(description !== undefined && { description }),
        ...(rest['type'] === 'array' && { style: 'form', explode: true }),
        schema: rest,
      }
    })
  }
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Any text of yours, up to 200 characters: under it this is done once.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  }
  return [...each('path', params), ...each('query', query), ...(isOnce(route) ? [key] : [])]
}

/** A shape as JSON Schema; what has a name of its own becomes a component. */
function schemaOf(
  shape: z.ZodType,
  io: 'input' | 'output',
  components: Map<string, unknown>,
): unknown {
  const { $schema: _, ...all } = asRecord(
    z.toJSONSchema(shape, { io, reused: 'inline', cycles: 'ref', unrepresentable: 'any' }),
  )
  const { $defs = {}, ...rest } = all
  const named = { ...asRecord($defs) }
  for (const [name, one] of Object.entries(named)) components.set(name, placed(one))
  const { id, ...own } = rest
  if (typeof id !== 'string') return placed(rest)
  components.set(id, placed(own))
  return { $ref: `#/components/schemas/${id}` }
}

/** With references that lead to the components of the document. */
function placed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(placed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)

      // The name of a shape is that of its component already.
      .filter(([name, one]) => name !== 'id' || typeof one !== 'string')
      .map(([name, one]) => [
        name,
        name === '$ref' && typeof one === 'string'
          ? one.replace('#/$defs/', '#/components/schemas/')
          : placed(one),
      ]),
  )
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
