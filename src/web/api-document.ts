import { z } from 'zod'

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
})

const Content = z.record(z.string(), z.object({ schema: z.unknown() }))

/** What the page of the API reads of an OpenAPI document. */
const Document = z.looseObject({
  info: z.looseObject({ description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string(),
        tags: z.array(z.string()),
        summary: z.string(),
        description: z.string().optional(),
        'x-scope': z.string().optional(),
        parameters: z.array(
          z.object({
            name: z.string(),
            in: z.string(),
            required: z.boolean(),
            description: z.string().optional(),
            schema: z.unknown(),
          }),
        ),
        requestBody: z.object({ content: Content }).optional(),
        responses: z.record(z.string(), z.looseObject({ content: Content.optional() })),
      }),
    ),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

/** Something that is sent or answered. */
export type Field = {
  readonly name: string
  readonly place: 'path' | 'query' | 'body' | 'header' | ''
  readonly required: boolean
  readonly says: string
  readonly type: Type
}

/** A type in words, and the shape it names. */
export type Type = { readonly text: string; readonly shape?: string }

export type Operation = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly says: string
  readonly more: string
  /** What a token must be good for; empty where none is needed. */
  readonly scope: string
  readonly fields: readonly Field[]
  readonly answer: Type
}

export type Chapter = {
  readonly name: string
  readonly says: string
  readonly operations: readonly Operation[]
}

export type Shape = {
  readonly name: string
  readonly says: string
  readonly fields: readonly Field[]
}

/** A document of the API as its page tells it: chapter by chapter, and the shapes that these name. */
export function readDocument(document: unknown): {
  says: string
  chapters: Chapter[]
  shapes: Shape[]
} {
  const { info, tags, paths, components } = Document.parse(document)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => {
      const body = one.requestBody?.content['application/json']?.schema
      const [, answer] = Object.entries(one.responses).find(([code]) => code.startsWith('20')) ?? []
      const answered = answer?.content?.['application/json']?.schema
      return {
        tag: one.tags[0] ?? '',
        name: one.operationId,
        method: method.toUpperCase(),
        path,
        says: one.summary,
        more: one.description ?? '',
        scope: one['x-scope'] ?? '',
        fields: [
          ...one.parameters.map(({ name, in: place, required, description = '', schema }) => ({
            name,
            place: placeIn(place),
            required,
            says: description,
            type: typeOf(schema),
          })),
          ...(body === undefined ? [] : fieldsOf(body, 'body')),
        ],
        answer: answered === undefined ? { text: '' } : typeOf(answered),
      }
    }),
  )
  return {
    says: info.description,
    chapters: tags.map(({ name, description }) => ({
      name,
      says: description,
      operations: operations.filter(({ tag }) => tag === name),
    })),
    shapes: Object.entries(components.schemas).map(([name, schema]) => ({
      name,
      says: Schema.parse(schema).description ?? '',
      fields: fieldsOf(schema, ''),
    })),
  }
}

const placeIn = (text: string): Field['place'] =>
  text === 'path' || text === 'query' || text === 'header' ? text : ''

function fieldsOf(schema: unknown, place: Field['place']): Field[] {
  const { properties = {}, required = [] } = Schema.parse(schema)
  return Object.entries(properties).map(([name, each]) => ({
    name,
    place,
    required: required.includes(name) && Schema.parse(each).default === undefined,
    says: Schema.parse(each).description ?? '',
    type: typeOf(each),
  }))
}

/** A schema in a few words. */
function typeOf(schema: unknown): Type {
  const one = Schema.parse(schema ?? {})
  if (one.$ref !== undefined) {
    const shape = one.$ref.replace('#/components/schemas/', '')
    return { text: shape, shape }
  }
  if (one.enum) return { text: one.enum.map(String).join(' | ') }
  if (one.anyOf) {
    const parts = one.anyOf.map(typeOf)
    const shape = parts.find((part) => part.shape !== undefined)?.shape
    const text = parts.map((part) => part.text).join(' or ')
    return shape === undefined ? { text } : { text, shape }
  }
  if (one.type === 'array') {
    const item = typeOf(one.items)
    return { ...item, text: `list of ${item.text}` }
  }
  if (one.type === 'object' && one.properties) {
    const inner = Object.values(one.properties).map(typeOf)
    const shape = inner.find((part) => part.shape !== undefined)?.shape
    const text = Object.keys(one.properties).join(', ')
    return shape === undefined ? { text } : { text, shape }
  }
  return { text: [one.type ?? 'anything'].flat().join(' or ') }
}
