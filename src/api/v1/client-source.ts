import { z } from 'zod'

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  description: z.string().optional(),
})

const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean(),
  description: z.string().optional(),
  schema: z.unknown(),
})

const Content = z.record(z.string(), z.object({ schema: z.unknown() }))

const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(Parameter),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: Content.optional() })),
})

const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

/** The source of a typed client, in TypeScript that depends on nothing, from an OpenAPI document of ours. */
export function clientSource(document: unknown): string {
  const { paths, components } = Document.parse(document)
  const types = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `${docOf(Schema.parse(schema).description, '')}export type ${name} = ${typeOf(schema, '')}\n`,
  )
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => callOf(path, method, operation)),
  )
  return `${head}\n${types.join('\n')}\n${speaking}
/** A Broadsheet, as programs see it: every call that its API has. */
export function broadsheet(server: string, settings: Settings = {}) {
  const ask = asking(server, settings)
  return {
${calls.join('\n')}
  }
}

export type Broadsheet = ReturnType<typeof broadsheet>
`
}

function callOf(path: string, method: string, operation: z.infer<typeof Operation>): string {
  const { operationId: name, summary, parameters, requestBody, responses } = operation
  const sent = parameters.filter((one) => one.in === 'path' || one.in === 'query')
  const body = requestBody && Schema.parse(requestBody.content['application/json']?.schema)
  const required = new Set(body?.required)
  const fields = [
    ...sent.map((one) => ({ ...one, is: one.schema })),
    ...Object.entries(body?.properties ?? {}).map(([field, is]) => ({
      name: field,
      in: 'body',
      required: required.has(field),
      description: Schema.parse(is).description,
      is,
    })),
  ]
  if (new Set(fields.map((one) => one.name)).size < fields.length) {
    throw new Error(`${name} takes two things of one name`)
  }
  const named = (place: string) =>
    fields.filter((one) => one.in === place).map((one) => `'${one.name}'`)
  const [, answer] = Object.entries(responses).find(([status]) => status.startsWith('20')) ?? []
  const answered = answer?.content?.['application/json']?.schema
  const takes = fields.map(
    (one) =>
      `${docOf(one.description, '      ')}      ${keyOf(one.name)}${one.required ? '' : '?'}: ${typeOf(one.is, '      ')}${one.required ? '' : ' | undefined'}`,
  )
  const isOptional = fields.every((one) => !one.required)
  const asked =
    fields.length === 0 ? '' : `asked: {\n${takes.join('\n')}\n    }${isOptional ? ' = {}' : ''}, `
  const parts = `{ path: [${named('path').join(', ')}], query: [${named('query').join(', ')}], body: ${body ? `[${named('body').join(', ')}]` : 'undefined'} }`
  return `    /** ${comment(summary)}. */
    ${name}: (${asked}more: More = {}) =>
      ask<${answered === undefined ? 'null' : typeOf(answered, '      ')}>('${method.toUpperCase()}', '${path}', ${parts}, ${fields.length === 0 ? '{}' : 'asked'}, more),`
}

/** A schema as a type. */
function typeOf(schema: unknown, indent: string): string {
  const one = Schema.parse(schema ?? {})
  if (one.$ref !== undefined) return one.$ref.replace('#/components/schemas/', '')
  if (one.const !== undefined) return JSON.stringify(one.const)
  if (one.enum) return one.enum.map((value) => `'${String(value)}'`).join(' | ')
  if (one.anyOf) return one.anyOf.map((each) => typeOf(each, indent)).join(' | ')
  const types = [one.type ?? 'unknown'].flat()
  if (types.length > 1) {
    return types.map((type) => typeOf({ ...one, type }, indent)).join(' | ')
  }
  switch (types[0] ?? '') {
    case 'string':
      return 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return `Array<${typeOf(one.items, indent)}>`
    case 'object':
      return objectOf(one, indent)
    default:
      return 'unknown'
  }
}

function objectOf(one: z.infer<typeof Schema>, indent: string): string {
  const { properties, required = [], additionalProperties } = one
  if (!properties) return `Record<string, ${typeOf(additionalProperties, indent)}>`
  const inner = `${indent}  `
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `${docOf(Schema.parse(schema).description, inner)}${inner}${keyOf(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema, inner)}`,
  )
  return `{\n${fields.join('\n')}\n${indent}}`
}

const keyOf = (name: string) => (/^[\w$]+$/.test(name) ? name : `'${name}'`)

const comment = (text: string) => text.replaceAll('*/', '* /')

const docOf = (text: string | undefined, indent: string) =>
  text === undefined ? '' : `${indent}/** ${comment(text)} */\n`

const head = `/* oxlint-disable */
// Written by \`npm run api:client\` from the document of the API: change that, not this.
`

const speaking = `/** Thrown when the answer is no: what is wrong, and what to do about it. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly problem: Problem | undefined
  constructor(status: number, problem: Problem | undefined, url: string) {
    super(problem?.detail ?? \`\${url} answered \${status}, and not as a Broadsheet does.\`)
    this.status = status
    this.problem = problem
  }
}

export type Settings = {
  /** Made on the site, under /account/tokens. */
  token?: string | undefined
  /** In the place of the fetch that there is. */
  fetch?: (url: string, request: RequestInit) => Promise<Response>
}

export type More = {
  /** Under it a write is done once, however often it is sent. */
  key?: string
  signal?: AbortSignal
}

type Parts = { path: readonly string[]; query: readonly string[]; body: readonly string[] | undefined }

function asking(server: string, { token, fetch: send = fetch }: Settings) {
  const base = \`\${server.replace(/\\/+$/, '')}/api/v1\`
  return async <Answer>(
    method: string,
    template: string,
    parts: Parts,
    asked: Readonly<Record<string, unknown>>,
    { key, signal }: More,
  ): Promise<Answer> => {
    const path = template.replace(/\\{(\\w+)\\}/g, (_, name: string) => encodeURIComponent(String(asked[name])))
    const query = new URLSearchParams()
    for (const name of parts.query) {
      for (const value of [asked[name] ?? []].flat()) query.append(name, String(value))
    }
    const body = parts.body && Object.fromEntries(parts.body.map((name) => [name, asked[name]]))
    const url = base + path + (query.size > 0 ? \`?\${query.toString()}\` : '')
    const answer = await send(url, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body && { 'Content-Type': 'application/json' }),
        ...(token !== undefined && { Authorization: \`Bearer \${token}\` }),
        ...(key !== undefined && { 'Idempotency-Key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    const type = answer.headers.get('Content-Type') ?? ''
    if (!answer.ok) {
      const isProblem = type.startsWith('application/problem+json')
      const problem = isProblem ? ((await answer.json()) as Problem) : undefined
      throw new Refused(answer.status, problem, url)
    }
    return (answer.status === 204 ? null : await answer.json()) as Answer
  }
}

/** Everything of a list, page after page: \`for await (const paper of all((cursor) => at.listPapers({ cursor })))\`. */
export async function* all<Item>(
  page: (cursor: string | undefined) => Promise<{ items: Item[]; next: string | null }>,
): AsyncGenerator<Item> {
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await page(cursor)
    yield* items
    if (next === null) return
    cursor = next
  }
}
`
