/** XML as a tree, and rules of what may stand in what, after the schemas of feeds. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** An element: its name with the whole address of its namespace before it (`{http://…}title`). */
export type Element = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  /** The text right in it. */
  readonly text: string
}

/** How often something stands in an element: `1`, `0-1`, `*` or `1+`. */
export type Often = '1' | '0-1' | '*' | '1+'

/** What an element may hold. */
export type Rule = {
  readonly attributes?: Readonly<Record<string, RegExp | 'any'>>
  readonly required?: readonly string[]
  readonly children?: Readonly<Record<string, readonly [Often, Rule]>>
  /** What its text looks like; one with children has none but white space. */
  readonly text?: RegExp
  /** What children, attributes and text must fulfil together; answers what is wrong. */
  readonly also?: (element: Element) => string | undefined
  /** Whether elements of other namespaces may stand in it. */
  readonly extended?: boolean
}

/** What is wrong with a document, a line for each; nothing if it keeps the rules. */
export function faultsOf(xml: string, root: string, rule: Rule): string[] {
  const sound = XMLValidator.validate(xml)
  if (sound !== true) return [`not well formed: ${sound.err.msg}`]
  const element = read(xml)
  if (element.name !== root) return [`the root is ${element.name}, not ${root}`]
  return faultsIn(element, rule, root)
}

function faultsIn(element: Element, rule: Rule, where: string): string[] {
  const { attributes = {}, required = [], children = {}, text, also, extended = true } = rule
  const faults: string[] = []
  const own = element.name.match(/^\{[^}]*\}/)?.[0] ?? ''
  for (const [name, value] of Object.entries(element.attributes)) {
    const shape = attributes[name] ?? common[name]
    if (shape === undefined) faults.push(`${where} has the attribute ${name}`)
    else if (shape !== 'any' && !shape.test(value)) faults.push(`${where}: ${name}="${value}"`)
  }
  for (const name of required) {
    if (!(name in element.attributes)) faults.push(`${where} has no ${name}`)
  }
  const count = new Map<string, number>()
  for (const child of element.children) {
    count.set(child.name, (count.get(child.name) ?? 0) + 1)
    const known = children[child.name]
    if (known) faults.push(...faultsIn(child, known[1], `${where}/${short(child.name)}`))
    else if (!extended || (child.name.match(/^\{[^}]*\}/)?.[0] ?? '') === own) {
      faults.push(`${where} holds ${child.name}`)
    }
  }
  for (const [name, [often]] of Object.entries(children)) {
    const n = count.get(name) ?? 0
    if (often.startsWith('1') && n === 0) faults.push(`${where} has no ${short(name)}`)
    if (often.endsWith('1') && n > 1) faults.push(`${where} has ${n} of ${short(name)}`)
  }
  if (text && !text.test(element.text)) faults.push(`${where} says “${element.text.slice(0, 80)}”`)
  if (!text && rule.children && element.text.trim() !== '') {
    faults.push(`${where} holds text beside elements`)
  }
  const wrong = also?.(element)
  if (wrong !== undefined) faults.push(`${where}: ${wrong}`)
  return faults
}

const common: Readonly<Record<string, RegExp | 'any'>> = {
  'xml:lang': /^[a-z-]+$/i,
  'xml:base': 'any',
}

const short = (name: string) => name.replace(/^\{[^}]*\}/, '')

type Raw = Readonly<Record<string, unknown>>

/** The tree of a document that is well formed. */
function read(xml: string): Element {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: true,
    ignoreDeclaration: true,
  })
  const parsed: unknown = parser.parse(xml)
  const [root] = elementsOf(parsed, { '': '', xml: 'xml' })
  if (!root) throw new Error('there is no element')
  return root
}

type Names = Readonly<Record<string, string>>

function elementsOf(list: unknown, names: Names): Element[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((raw: Raw) => {
    const tag = Object.keys(raw).find((key) => key !== ':@' && key !== '#text')
    if (tag === undefined) return []
    const given = Object.entries(raw[':@'] ?? {}).map(
      ([key, value]) => [key, String(value)] as const,
    )
    const here = { ...names }
    for (const [key, value] of given) {
      if (key === 'xmlns') here[''] = value
      else if (key.startsWith('xmlns:')) here[key.slice(6)] = value
    }
    const [, prefix = '', local = tag] = tag.match(/^(?:([^:]+):)?(.+)$/) ?? []
    const space = here[prefix]
    if (space === undefined) throw new Error(`the prefix of ${tag} stands for nothing`)
    const inside: unknown = raw[tag]
    const text = Array.isArray(inside)
      ? inside.map((one: Raw) => ('#text' in one ? String(one['#text']) : '')).join('')
      : ''
    return [
      {
        name: space ? `{${space}}${local}` : local,
        attributes: Object.fromEntries(given.filter(([key]) => !/^xmlns(:|$)/.test(key))),
        children: elementsOf(inside, here),
        text,
      },
    ]
  })
}
