/**
 * A letter was not taken, or nobody knows whether it was.
 *
 * - `later`: not now (a 4xx, no connection, a server that must be set right first). Try again.
 * - `never`: refused for good (a 5xx to this address or this letter).
 * - `unclear`: the connection broke after the whole letter was given and before the answer came.
 */
export class MailFault extends Error {
  override readonly name = 'MailFault'
  readonly kind: 'later' | 'never' | 'unclear'
  /** What the trouble is with. With the server: then no other letter fares better. */
  readonly about: 'server' | 'address' | 'letter'
  /** The server's code, 0 where it said none. */
  readonly code: number

  constructor(
    kind: MailFault['kind'],
    about: MailFault['about'],
    code: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.kind = kind
    this.about = about
    this.code = code
  }
}
