/** A mailbox at a server on this machine, over TLS, that can break off at any message. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type TLSSocket } from 'node:tls'

const file = (name: string) =>
  readFileSync(new URL(`fixtures/mail/${name}.pem`, import.meta.url), 'utf8')

export async function openPopServer(
  messages: readonly string[],
  { breaksAt = Infinity }: { breaksAt?: number } = {},
) {
  const there = messages.map((text, i) => ({ text, id: `uid${i}` }))
  let asked = 0
  const server = createServer({ key: file('key'), cert: file('certificate') }, (socket) => {
    socket.on('error', () => {})
    socket.write('+OK ready\r\n')
    serve(socket)
  })

  const list = (what: (one: (typeof there)[number]) => string) =>
    there.map((one, i) => `${i + 1} ${what(one)}\r\n`).join('')

  function serve(socket: TLSSocket) {
    const gone = new Set<number>()
    let buffered = ''
    socket.on('data', (chunk) => {
      buffered += String(chunk)
      for (let at = buffered.indexOf('\r\n'); at >= 0; at = buffered.indexOf('\r\n')) {
        answer(buffered.slice(0, at))
        buffered = buffered.slice(at + 2)
      }
    })
    function answer(line: string) {
      const [verb = '', given = ''] = line.split(' ')
      const number = Number(given) - 1
      if (verb === 'USER') socket.write('+OK\r\n')
      else if (verb === 'PASS') socket.write(line === 'PASS s3cret!' ? '+OK\r\n' : '-ERR no\r\n')
      else if (verb === 'LIST')
        socket.write(`+OK\r\n${list(({ text }) => String(text.length))}.\r\n`)
      else if (verb === 'UIDL') socket.write(`+OK\r\n${list(({ id }) => id)}.\r\n`)
      else if (verb === 'RETR' && ++asked === breaksAt) socket.destroy()
      else if (verb === 'RETR') {
        const text = (there[number]?.text ?? '').replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')
        socket.write(`+OK\r\n${text}\r\n.\r\n`)
      } else if (verb === 'DELE') {
        gone.add(number)
        socket.write('+OK\r\n')
      } else if (verb === 'QUIT') {
        for (const i of [...gone].toSorted((a, b) => b - a)) there.splice(i, 1)
        socket.end('+OK\r\n')
      } else socket.write('-ERR what?\r\n')
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `pop3s://paper:s3cret!@localhost:${port}`,
    /** What is still in it. */
    left: () => there.map(({ text }) => text),
    ca: file('certificate'),
    async [Symbol.asyncDispose]() {
      server.close()
    },
  }
}
