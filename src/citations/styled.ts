import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DomainError } from '#domain-error'
import { cslOf, type Paper } from '#paper'

/** A style of CSL: its name, and its XML where it is none of those that ship. */
export type Style = { readonly name: string; readonly xml?: string }

/** The styles that ship with citeproc's home in citation-js. */
const built = ['apa', 'harvard1', 'vancouver']

/** The styles that lie in a folder, as `name.csl`, from https://github.com/citation-style-language/styles. */
export function stylesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((file) => file.match(/^([a-z0-9-]{1,100})\.csl$/)?.[1] ?? [])
    .toSorted()
}

/** All styles that there are by name. */
export const styleNames = (folder: string): readonly string[] =>
  [...new Set([...built, ...stylesIn(folder)])].toSorted()

/** No style is larger: the largest of the ten thousand that there are has 200 kilobytes. */
const largest = 512 * 1024

/**
 * A list of papers in a style, as plain text or HTML, by citeproc. A style is one that ships, one of
 * the folder, or one that somebody brought.
 */
export async function styled(
  papers: readonly Paper[],
  style: Style,
  {
    folder = '',
    format = 'text',
  }: { readonly folder?: string; readonly format?: 'text' | 'html' } = {},
): Promise<string> {
  const { bibliography } = await import('./citeproc.ts')
  const xml = style.xml ?? xmlOf(style.name, folder)
  if (xml !== undefined) refuseUnlessStyle(xml)
  const items = papers.map(cslOf)
  try {
    return bibliography(
      items.map((item, i) => ({ ...item, id: `${i}-${item.id}` })),
      xml ?? { built: style.name },
      format,
    )
  } catch (error) {
    if (xml === undefined) throw error
    throw new DomainError(
      'invalid',
      'This style cannot be used: see whether it is a whole CSL 1.0 style.',
    )
  }
}

function xmlOf(name: string, folder: string): string | undefined {
  if (stylesIn(folder).includes(name)) return readFileSync(join(folder, `${name}.csl`), 'utf8')
  if (built.includes(name)) return undefined
  throw new DomainError(
    'missing',
    `There is no style “${name.slice(0, 60)}” here, but ${styleNames(folder).join(', ')}. Bring one of your own, or put its file into ${folder || 'the folder of styles'}.`,
  )
}

const isWhole = (xml: string) =>
  /<style\b[^>]*purl\.org\/net\/xbiblio\/csl/.test(xml) && /<\/style>\s*$/.test(xml)

function refuseUnlessStyle(xml: string): void {
  if (xml.length > largest) throw new DomainError('invalid', 'This style is larger than any.')
  if (/<!(DOCTYPE|ENTITY)/i.test(xml) || !isWhole(xml)) {
    throw new DomainError('invalid', 'This is no style of CSL: get one from zotero.org/styles.')
  }
  if (/rel="independent-parent"/.test(xml)) {
    throw new DomainError(
      'invalid',
      'This style only names another, its parent: bring that one instead.',
    )
  }
}
