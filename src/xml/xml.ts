/** A piece of XML, with everything in it escaped. */
export type Xml = { readonly xml: string }

type Content = Xml | string | undefined | readonly Content[]

/** An element. What is undefined is left out. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...content: readonly Content[]
): Xml {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  const open = [name, ...given.map(([key, value]) => `${key}="${escaped(value ?? '')}"`)].join(' ')
  const inner = written(content)
  return { xml: inner === '' ? `<${open}/>` : `<${open}>${inner}</${name}>` }
}

export const document = ({ xml }: Xml): string => `<?xml version="1.0" encoding="utf-8"?>\n${xml}\n`

function written(content: Content): string {
  if (content === undefined) return ''
  if (typeof content === 'string') return escaped(content)
  if ('xml' in content) return content.xml
  return content.map(written).join('')
}

/** Text as XML 1.0 can hold it (section 2.2): without the characters that it has no place for. */
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
