/** Requests made up from an OpenAPI document: what it allows, what it does not, and what nobody expects. */
import * as fc from 'fast-check'
import { z } from 'zod'

const Schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
})

const Operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(
    z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.unknown() }),
  ),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })
    .optional(),
  responses: z.record(
    z.string(),
    z.looseObject({
      content: z
        .record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }))
        .optional(),
    }),
  ),
})

export type Operation = z.infer<typeof Operation> & {
  readonly method: string
  readonly path: string
}

export const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

export type Document = z.infer<typeof Document>

/** Every operation of a document. */
export const operationsOf = ({ paths }: z.infer<typeof Document>): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  )

/** A request, ready to be sent below the address of the document. */
export type Made = { readonly path: string; readonly request: RequestInit }

/**
 * Requests of an operation: most of them right in all they say. `known` are values that mean something
 * here, by the name of what they are of; where that is an empty list, nothing can be made up that does.
 */
export function requestsOf(operation: Operation, known: Known): fc.Arbitrary<Made> {
  const right = (name: string, schema: unknown): fc.Arbitrary<unknown> => {
    const isList = Schema.parse(schema).type === 'array'
    const own = (known[name] ?? []).filter((value) => Array.isArray(value) === isList)
    return own.length > 0 ? fc.constantFrom(...own) : fitting(schema, known)
  }
  const wild = (name: string, schema: unknown) =>
    fc.oneof(
      { weight: 3, arbitrary: right(name, schema) },
      { weight: 2, arbitrary: fitting(schema, known) },
      { weight: 2, arbitrary: odd },
    )
  return fc.oneof(
    { weight: 3, arbitrary: made(operation, known, right) },
    { weight: 2, arbitrary: made(operation, known, wild, true) },
  )
}

type Known = Readonly<Record<string, readonly unknown[]>>

function made(
  { method, path, parameters, requestBody }: Operation,
  known: Known,
  valueOf: (name: string, schema: unknown) => fc.Arbitrary<unknown>,
  isWild = false,
): fc.Arbitrary<Made> {
  const inPath = parameters.filter((one) => one.in === 'path')
  const inQuery = parameters.filter(
    (one) => one.in === 'query' && (isWild || known[one.name]?.length !== 0),
  )
  const fieldsOf = (some: typeof parameters) =>
    Object.fromEntries(some.map((one) => [one.name, valueOf(one.name, one.schema)]))
  const body = requestBody?.content['application/json']?.schema
  return fc
    .record({
      path: fc.record(fieldsOf(inPath)),
      query: fc.record(fieldsOf(inQuery), {
        requiredKeys: inQuery.filter((one) => one.required).map((one) => one.name),
      }),
      body: body === undefined ? fc.constant(undefined) : bodies(body, valueOf, isWild),
      unknown: isWild ? fc.option(fc.string(), { nil: undefined }) : fc.constant(undefined),
      type: isWild
        ? fc.constantFrom('application/json', 'application/json', 'text/plain')
        : fc.constant('application/json; charset=utf-8'),
      key: parameters.some((one) => one.in === 'header')
        ? fc.oneof(fc.constantFrom('', '', '', isWild ? 'x'.repeat(300) : 'k'), fc.uuid())
        : fc.constant(''),
      accept: isWild
        ? fc.constantFrom('application/json', 'text/html', '*/*', ';;q=', 'application/*;q=0.5')
        : fc.constant('application/json'),
    })
    .map((parts) => {
      const address = path.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(textOf(parts.path[name]).toWellFormed() || '-'),
      )
      const fields = new URLSearchParams()
      for (const [name, value] of Object.entries(parts.query)) {
        for (const one of Array.isArray(value) ? value : [value]) fields.append(name, textOf(one))
      }
      if (parts.unknown !== undefined) fields.append(`x${parts.unknown}`, parts.unknown)
      return {
        path: fields.size > 0 ? `${address}?${fields.toString()}` : address,
        request: {
          method: method.toUpperCase(),
          headers: {
            Accept: parts.accept,
            ...(parts.key !== '' && { 'Idempotency-Key': parts.key }),
            ...(parts.body !== undefined && { 'Content-Type': parts.type }),
          },
          ...(parts.body !== undefined && { body: parts.body }),
        },
      }
    })
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

/** What nobody expects. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '-1',
    -1,
    '999999999999999999999',
    1e308,
    'NaN',
    "'; drop table papers; --",
    '../../etc/passwd',
    '%00',
    '\u0000',
    '\ud800',
    'x'.repeat(5000),
    '"((((((',
    '{"a":1}',
    'eyJza2lwIjotMX0',
    null,
  ),
  fc.integer(),
  fc.double(),
)

/** What a schema allows. */
function fitting(
  schema: unknown,
  known: Readonly<Record<string, readonly unknown[]>>,
): fc.Arbitrary<unknown> {
  const one = Schema.parse(schema)
  if (one.const !== undefined) return fc.constant(one.const)
  if (one.enum) return fc.constantFrom(...one.enum)
  if (one.anyOf) return fc.oneof(...one.anyOf.map((each) => fitting(each, known)))
  if (one.format === 'date')
    return fc.constantFrom('2026-11-20', '2026-11-19', '0001-01-01', '9999-12-31', '2026-02-30')
  const [type = 'string'] = [one.type ?? 'string'].flat()
  switch (type) {
    case 'integer':
      return fc.integer({ min: one.minimum ?? -5, max: one.maximum ?? 5000 })
    case 'number':
      return fc.double({ min: one.minimum ?? -5, max: one.maximum ?? 5000, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(fitting(one.items ?? {}, known), { maxLength: 4 })
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(one.properties ?? {}).map(([name, each]) => [name, fitting(each, known)]),
        ),
        { requiredKeys: one.required ?? [] },
      )
    default:
      return fc.oneof(fc.string({ maxLength: 40 }), fc.lorem({ maxCount: 4 }))
  }
}

/** Bodies: what the schema allows; and wild ones, with fields too many, or no JSON at all. */
function bodies(
  schema: unknown,
  valueOf: (name: string, schema: unknown) => fc.Arbitrary<unknown>,
  isWild: boolean,
): fc.Arbitrary<string> {
  const { properties = {}, required = [] } = Schema.parse(schema)
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, each]) => [name, valueOf(name, each)]),
  )
  const right = fc.record(fields, { requiredKeys: required })
  const written = right.map((body) => JSON.stringify(body))
  if (!isWild) return written
  const tooMuch = fc
    .tuple(right, fc.string())
    .map(([body, more]) => JSON.stringify({ ...body, [`x${more}`]: more }))
  return fc.oneof(written, tooMuch, fc.json(), fc.string())
}
