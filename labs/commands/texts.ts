import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Refusal } from '../src/refusal.ts'

/** The abstracts of a file of JSON lines, plain or packed with gzip. Lines without one are passed over. */
export function readTexts(path: string): string[] {
  if (!existsSync(path)) throw new Refusal(`There is no file ${path} to learn to read from.`)
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return []
    const record: unknown = JSON.parse(line)
    if (typeof record !== 'object' || record === null || !('abstract' in record)) return []
    const { abstract } = record
    return typeof abstract === 'string' && abstract.length > 200 ? [abstract] : []
  })
}
