import { unescaped } from './latex-address.ts'

/**
 * The addresses of code, models and data that a text names (an abstract, a comment), each once, in
 * one form: https, no `www`, `.git`, query or punctuation after it. Addresses without https count;
 * those of persons, papers and blogs do not.
 */
export function codeLinks(text: string): string[] {
  if (!anywhere.test(text)) return []
  const links = new Map<string, string>()
  for (const [, host = '', path = ''] of text.slice(0, 100_000).matchAll(shape)) {
    const link = normalised(host.toLowerCase(), unescaped(path))
    if (link && !links.has(link.toLowerCase())) links.set(link.toLowerCase(), link)
  }
  return [...links.values()]
}

const anywhere = /\.(?:co|org)/i // fast, and true of every host below

const shape =
  /(?<![\w.-])(?:https?:\/\/)?(?:www\.)?(github\.com|gitlab\.com|huggingface\.co|hf\.co|codeberg\.org|bitbucket\.org)((?:\/(?:\\[_%#&~-]|[\w.~%+@-])+)+)/gi

function normalised(host: string, path: string): string | undefined {
  const parts = path
    .replace(/[.,;:]+$/, '')
    .split('/')
    .filter((part) => part !== '')
    .map((part, i) => (i < 2 ? part.replace(/\.git$/i, '') : part))
  if (host === 'huggingface.co' || host === 'hf.co') return onHuggingFace(parts)
  const [owner, repository, ...deeper] = parts
  if (!owner || !repository || notOwners.has(owner.toLowerCase())) return undefined
  // A folder of a large repository says more than the repository. GitLab has groups inside groups.
  const isFolder = /^(tree|blob|-)$/.test(deeper[0] ?? '') && deeper.length > 2
  const isGroup = host === 'gitlab.com' && !/^(tree|blob|-|issues|wikis)$/.test(deeper[0] ?? '-')
  return [`https://${host}`, owner, repository, ...(isFolder || isGroup ? deeper : [])].join('/')
}

const notOwners = new Set(['orgs', 'topics', 'features', 'about', 'settings', 'search'])

function onHuggingFace(parts: readonly string[]): string | undefined {
  const [first, second, third] = parts
  if (!first || /^(papers|blog|docs|posts|join|learn|tasks|models)$/.test(first)) return undefined
  if (/^(datasets|spaces|collections)$/.test(first)) {
    return second && third ? `https://huggingface.co/${first}/${second}/${third}` : undefined
  }
  return `https://huggingface.co/${second ? `${first}/${second}` : first}`
}
