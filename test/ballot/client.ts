import { Agent, request } from 'node:http'

/** What the server says of a vote. */
export type Answered = { readonly votes: number; readonly voted: boolean }

/** Browsers of readers who take turns on one connection. It answers `undefined` once the server is gone. */
export function openClient(address: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })

  function ask(cookie: string, body: string) {
    return new Promise<{ status: number; text: string } | undefined>((resolve) => {
      const headers = {
        Cookie: cookie,
        Accept: 'application/json',
        Origin: address,
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': String(body.length),
      }
      const asked = request(`${address}/votes`, { method: 'POST', agent, headers }, (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (piece: string) => (text += piece))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        answer.on('error', () => resolve(undefined))
      })
      asked.on('error', () => resolve(undefined))
      asked.end(body)
    })
  }

  return {
    async vote(
      { cookie, token }: { readonly cookie: string; readonly token: string },
      paper: string,
      wanted: boolean,
    ): Promise<Answered | undefined> {
      const fields = new URLSearchParams({ token, [wanted ? 'cast' : 'take']: paper })
      const answer = await ask(cookie, fields.toString())
      if (!answer) return undefined
      if (answer.status !== 200)
        throw new Error(`answered ${answer.status}: ${answer.text.slice(0, 200)}`)
      return JSON.parse(answer.text)
    },
    async [Symbol.asyncDispose]() {
      agent.destroy()
    },
  }
}
