import { plugins } from '@citation-js/core'
// oxlint-disable-next-line import/no-unassigned-import -- it brings the styles and languages that ship
import '@citation-js/plugin-csl'
import CSL from 'citeproc'
import { z } from 'zod'

type Register = { get(name: string): string; has(name: string): boolean }

/** The register of styles, or of languages, that ships. */
const isRegister = (value: unknown): value is Register =>
  typeof value === 'object' && value !== null && 'get' in value && 'has' in value

const Shipped = z.object({
  styles: z.custom<Register>(isRegister),
  locales: z.custom<Register>(isRegister),
})

/**
 * Items of CSL-JSON as a list in a style, in the order of the style. Throws where the style is none.
 * It has an engine of its own each time: citation-js keeps every style that it ever saw.
 */
export function bibliography(
  items: readonly { readonly id: string }[],
  style: string | { readonly built: string },
  format: 'text' | 'html',
): string {
  const { styles, locales } = Shipped.parse(plugins.config.get('@csl'))
  const byId = new Map(items.map((item) => [item.id, item]))
  const engine = new CSL.Engine(
    {
      retrieveLocale: (name) => locales.get(locales.has(name) ? name : 'en-US'),
      retrieveItem: (id) => byId.get(id),
    },
    typeof style === 'string' ? style : styles.get(style.built),
  )
  engine.setOutputFormat(format)
  engine.updateItems([...byId.keys()])
  const made = engine.makeBibliography()
  if (made === false) return ''
  const [{ bibstart, bibend }, entries] = made
  return bibstart + entries.join('') + bibend
}
