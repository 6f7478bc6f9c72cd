/** As much of the provider as the tests use; it brings no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export class Provider {
    constructor(
      issuer: string,
      configuration: {
        findAccount(context: unknown, id: string): { accountId: string; claims(): object }
        [setting: string]: unknown
      },
    )
    callback(): (request: IncomingMessage, response: ServerResponse) => void
  }
}
