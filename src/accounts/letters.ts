import type { Letter } from '#mail'

/** The letter that brings a link to sign in. */
export function linkLetter(to: string, link: string, host: string): Letter {
  return {
    to,
    subject: `Sign in to ${host}`,
    text: [
      `Open this link to sign in to ${host}:`,
      link,
      'It works once, for a quarter of an hour. If you did not ask for it, somebody typed your address; without the link they cannot come in, and you need do nothing.',
    ].join('\n\n'),
  }
}

/** The letter that proves a new address. */
export function addressLetter(to: string, link: string, host: string): Letter {
  return {
    to,
    subject: `Your address at ${host}`,
    text: [
      `Open this link, in the browser where you are signed in, to use this address at ${host}:`,
      link,
      'It works for an hour. If you did not ask for it, somebody typed your address by mistake, and you need do nothing.',
    ].join('\n\n'),
  }
}

/** The letter that invites somebody. */
export function invitationLetter(to: string, link: string, host: string, by: string): Letter {
  return {
    to,
    subject: `${by} invites you to ${host}`,
    text: [
      `${by} invites you to ${host}, a daily paper of research. Open this link to join:`,
      link,
      'It stands for two weeks. If you do not know what this is about, you need do nothing.',
    ].join('\n\n'),
  }
}
