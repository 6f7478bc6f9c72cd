import type { LookupAddress } from 'node:dns'
import { lookup as resolve } from 'node:dns/promises'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Message } from './shapes.ts'

/** Where messages may go: where everybody can see, or also to machines beside this one. */
export type Reach = 'public' | 'anywhere'

export type Answered =
  | { readonly ok: true }
  | { readonly ok: false; readonly fault: string; readonly gone: boolean }

const patience = 15_000

/** Posts a message, follows nobody elsewhere, and reads no more than the status. Never throws. */
export async function post(
  { url, body, headers }: Message,
  reach: Reach,
  signal: AbortSignal,
): Promise<Answered> {
  const address = new URL(url)
  const named = address.hostname.replace(/^\[|\]$/g, '')
  if (reach === 'public' && isIP(named) && !isPublic(named)) return refused(notPublic)
  return new Promise((answer) => {
    const asking = (address.protocol === 'https:' ? secure : plain)(
      address,
      {
        method: 'POST',
        headers: {
          ...headers,
          'Content-Length': Buffer.byteLength(body),
          'User-Agent': 'Broadsheet',
        },
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
        agent: false,
        ...(reach === 'public' && { lookup: publicLookup }),
      },
      (response) => {
        const status = response.statusCode ?? 0
        response.destroy()
        if (status >= 200 && status < 300) answer({ ok: true })
        else answer(refused(`It answered ${status}.`, status === 410))
      },
    )
    asking.on('error', (error) => answer(refused(error.message)))
    asking.end(body)
  })
}

const refused = (fault: string, gone = false): Answered => ({ ok: false, fault, gone })

const notPublic = 'Its address is not one that everybody can see.'

/** Resolves names, and refuses those that lead inside: what is resolved here is what is connected to. */
const publicLookup: LookupFunction = (name, options, answer) => {
  const failed = (error: unknown) =>
    answer(error instanceof Error ? error : new Error(String(error)), '', 4)
  const found = (all: readonly LookupAddress[]) => {
    const [first] = all
    if (!first || !all.every(({ address }) => isPublic(address))) failed(new Error(notPublic))
    else if (options.all) answer(null, [...all])
    else answer(null, first.address, first.family)
  }
  void resolve(name, { ...options, all: true }).then(found, failed)
}

/** Special purposes of addresses, as IANA lists them. */
const inside = new BlockList()
/** Apart, since a list takes an address of the old kind for its form in the new one. */
const insideOfSix = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(network, bits)
}
for (const [network, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  insideOfSix.addSubnet(network, bits, 'ipv6')
}

export const isPublic = (address: string): boolean =>
  isIP(address) === 6 ? !insideOfSix.check(address, 'ipv6') : !inside.check(address, 'ipv4')
