import type { Mailbox } from './box.ts'
import { openMaildir } from './maildir.ts'
import { openPop } from './pop.ts'

/**
 * Opens a mailbox: `pop3s://user:password@host`, `pop3://…` (which demands STLS, except to this
 * machine), or `maildir:` and the path of a folder.
 */
export function openMailbox(url: string, options: { readonly ca?: string } = {}): Mailbox {
  if (/^pop3s?:/.test(url)) return openPop(new URL(url), options)
  return openMaildir(url.replace(/^maildir:(\/\/)?/, ''))
}
