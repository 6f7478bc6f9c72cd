import { domainToASCII } from 'node:url'
import { DomainError } from '#domain-error'

const local = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * An address for mail as people type it: without spaces around it, its domain in small letters and
 * in ASCII. Forms that exist only on paper (quoted names, comments, bare hosts) are refused.
 */
export function readMailAddress(text: string): string {
  const typed = text.trim()
  const at = typed.lastIndexOf('@')
  const name = typed.slice(0, at)
  const domain = domainToASCII(typed.slice(at + 1)).toLowerCase()
  const labels = domain.split('.')
  const good =
    at > 0 &&
    name.length <= 64 &&
    domain.length <= 253 &&
    local.test(name) &&
    labels.length > 1 &&
    labels.every((part) => label.test(part)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  if (!good) {
    throw new DomainError('invalid', `“${typed.slice(0, 100)}” is not an address for mail.`)
  }
  return `${name}@${domain}`
}
