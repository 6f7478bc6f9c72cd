import { plugins } from '@citation-js/core'
// oxlint-disable-next-line import/no-unassigned-import -- a plugin makes itself known when it is loaded
import '@citation-js/plugin-bibtex'
// oxlint-disable-next-line import/no-unassigned-import -- as above
import '@citation-js/plugin-ris'

/**
 * Reads a text of one format into that of a target, by citation-js. It never guesses the format,
 * for some guesses would send it to the network. Throws where the text is not well-formed.
 */
export function readCitations(
  text: string,
  format: { readonly from: '@biblatex/text' | '@ris/file'; readonly to: string },
): unknown {
  return plugins.input.chain(text, {
    forceType: format.from,
    target: format.to,
    generateGraph: false,
    maxChainLength: 10,
    strict: true,
  })
}
