import { refreshIndex } from '#app'
import { type Broadsheet, broadsheet, Refused } from '#client'
import { DomainError } from '#domain-error'
import { surfaces } from './surfaces.ts'
import type { Terminal } from './terminal.ts'

/** A site elsewhere that a command asks, in the place of the one in this folder. */
export type Elsewhere = { readonly server?: string; readonly token?: string }

/**
 * Asks a site by its API: the one that `--server` names, or else the one in this folder, whose API is
 * asked without a network. So a command says the same wherever the papers are.
 */
export async function atSite<Answer>(
  terminal: Terminal,
  ask: (at: Broadsheet) => Promise<Answer>,
): Promise<Answer> {
  const { server, token } = terminal.elsewhere()
  if (server !== undefined) return inWords(server, () => ask(broadsheet(server, { token })))
  await using app = await terminal.open()
  await refreshIndex(app, terminal.signal, (read) =>
    terminal.progress.show(`indexing: ${read} papers`),
  )
  terminal.progress.end()
  const site = surfaces(app)
  const fetch = async (url: string, request: RequestInit) => site.request(url, request)
  return inWords('this site', () => ask(broadsheet('http://localhost', { token, fetch })))
}

/** What goes wrong with asking, as a sentence. */
async function inWords<Answer>(where: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Refused) {
      if (error.status >= 500) throw new Error(`${where}: ${error.message}`, { cause: error })
      throw new DomainError(error.status === 404 ? 'missing' : 'invalid', error.message)
    }
    if (error instanceof TypeError && error.message === 'fetch failed') {
      throw new DomainError('invalid', `${where} cannot be reached. Is the address right?`)
    }
    throw error
  }
}
