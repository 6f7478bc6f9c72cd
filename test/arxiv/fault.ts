import type { ServerResponse } from 'node:http'
import { oaiError, tokenElement } from './oai.ts'

/** What may be wrong with an answer. */
export type Fault =
  | { readonly kind: 'busy'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drip' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'latin1' }
  | { readonly kind: 'bomb' }
  | { readonly kind: 'web page' }
  | { readonly kind: 'shuffled' }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'same token'; readonly token: string }

/** Gives an answer with a fault in it. */
export function answerWith(fault: Fault, whole: string, response: ServerResponse): void {
  const xml = { 'content-type': 'text/xml; charset=utf-8' }
  switch (fault.kind) {
    case 'busy':
      response.writeHead(fault.status, fault.retryAfter ? { 'retry-after': fault.retryAfter } : {})
      response.end('Retry later')
      return
    case 'hang':
      return
    case 'drip':
      response.writeHead(200, xml)
      drip(whole, response)
      return
    case 'reset':
      response.writeHead(200, { ...xml, 'content-length': Buffer.byteLength(whole) })
      response.write(whole.slice(0, whole.length / 2), () => response.destroy())
      return
    case 'cut':
      response.writeHead(200, xml).end(whole.slice(0, Math.floor(whole.length * 0.7)))
      return
    case 'malformed':
      // One record in the middle has lost the end of its title.
      response.writeHead(200, xml).end(replaceMiddle(whole, '</title>', '&&<title'))
      return
    case 'latin1':
      response.writeHead(200, xml).end(Buffer.from(whole.replaceAll('a', '\u00e9'), 'latin1'))
      return
    case 'bomb':
      response.writeHead(200, xml).end(bomb)
      return
    case 'web page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Closed<br></html>')
      return
    case 'shuffled':
      response.writeHead(200, xml).end(shuffled(whole))
      return
    case 'error':
      response.writeHead(200, xml).end(oaiError(fault.code))
      return
    case 'same token': {
      const again = tokenElement(fault.token, new Date('2099-01-01'))
      response
        .writeHead(200, xml)
        .end(whole.replace(/<resumptionToken.*(?=<\/ListRecords>)/, again))
    }
  }
}

/** A byte at a time, for as long as somebody listens. */
function drip(whole: string, response: ServerResponse): void {
  let sent = 0
  const tap = setInterval(() => response.write(whole[sent++ % whole.length] ?? ''), 5)
  response.on('close', () => clearInterval(tap))
}

/** The records from the last to the first, and every third of them twice. */
function shuffled(whole: string): string {
  const records = [...whole.matchAll(/<record>[^]*?<\/record>/g)].map(([record]) => record)
  const [first] = records
  if (first === undefined) return whole
  const begin = whole.indexOf(first)
  const end = whole.lastIndexOf('</record>') + '</record>'.length
  const again = records.filter((_, i) => i % 3 === 0)
  return whole.slice(0, begin) + [...records.toReversed(), ...again].join('') + whole.slice(end)
}

function replaceMiddle(text: string, old: string, by: string): string {
  const middle = text.indexOf(old, text.length / 2)
  const at = middle < 0 ? text.indexOf(old) : middle
  return at < 0 ? text : text.slice(0, at) + by + text.slice(at + old.length)
}

/** A few hundred bytes that would grow into gigabytes. */
const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "ha">${Array.from(
  { length: 30 },
  (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`,
).join('')}]><OAI-PMH><ListRecords><record>&a30;</record></ListRecords></OAI-PMH>`
