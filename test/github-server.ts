/**
 * A house that speaks OAuth as GitHub documents it, with its API on the same host as on a GitHub of
 * one's own: no discovery, no token of identity; the answer with the token is a form unless JSON is
 * asked for; addresses stand under /user/emails.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'

type Address = { email: string; primary: boolean; verified: boolean; visibility: string | null }

export async function openGithub() {
  const house = {
    address: '',
    /** Whoever comes. */
    user: { login: 'octocat', id: 583231, name: null as string | null, email: null, type: 'User' },
    emails: [] as readonly Address[],
    /** What a browser does there: it is sent on at once, with a code. */
    visit(url: URL): URL {
      if (url.pathname !== '/login/oauth/authorize') throw new Error(`nobody is at ${url.href}`)
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', 'a-code')
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      scope = url.searchParams.get('scope') ?? ''
      return back
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  let scope = ''
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', house.address)
    const answer = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
        .end(JSON.stringify(body))
    if (pathname === '/login/oauth/access_token') {
      const token = {
        access_token: 'gho_token',
        token_type: 'bearer',
        scope: scope.replace(' ', ','),
      }
      if (request.headers.accept?.includes('application/json')) answer(200, token)
      else {
        response
          .writeHead(200, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' })
          .end(new URLSearchParams(token).toString())
      }
      return
    }
    if (request.headers.authorization !== 'Bearer gho_token') {
      answer(401, { message: 'Bad credentials', status: '401' })
      return
    }
    // Requests that do not say who asks are turned away there.
    if (!request.headers['user-agent']) answer(403, { message: 'Request forbidden' })
    else if (pathname === '/api/v3/user') answer(200, house.user)
    else if (pathname === '/api/v3/user/emails') {
      if (scope.includes('user:email')) answer(200, house.emails)
      else answer(404, { message: 'Not Found', status: '404' })
    } else answer(404, { message: 'Not Found', status: '404' })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  house.address = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return house
}
