import type { Context } from 'hono'
import type { Paper } from '#paper'
import { document, tag } from '#xml'
import type { Made } from '../kept.ts'
import { formats, made } from './formats.ts'

/**
 * unAPI, version 1 (https://unapi.info/specs/): which formats there are, which there are of a paper,
 * and the paper in one of them. Zotero takes the papers of our lists by it.
 */
export async function unapi(
  c: Context,
  answer: (c: Context, make: () => Promise<Made>) => Promise<Response>,
  find: (id: string) => Promise<Paper | undefined>,
): Promise<Response> {
  const { id, format: name } = c.req.query()
  if (id === undefined) {
    // What is asked for a format of nothing names no paper.
    return name === undefined
      ? answer(c, async () => listed())
      : c.text('Which paper? Add id=', 400)
  }
  const paper = await find(id)
  if (!paper) return c.text('There is no such paper here.', 404)
  if (name === undefined) {
    const { body, type } = listed(id)
    return c.body(body, 300, { 'Content-Type': type })
  }
  const format = formats.find((one) => one.name === name)
  if (!format) return c.text(`There is no format “${name.slice(0, 40)}” of it.`, 406)
  return answer(c, async () => made(format, [paper], c.get('origin')))
}

function listed(id?: string): Made {
  const body = document(
    tag(
      'formats',
      { id },
      formats.map(({ name, type, docs }) => tag('format', { name, type, docs })),
    ),
  )
  return { body, type: 'application/xml; charset=utf-8' }
}
