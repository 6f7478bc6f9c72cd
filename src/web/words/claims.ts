import type { DecisionKind } from '#store'

/** What is said of a decision, before the name of whom it is about; `%` stands for the name. */
const decided: Record<DecisionKind, string> = {
  banned: 'took writing from',
  unbanned: 'gave writing back to',
  role: 'gave another role to',
  confirmed: 'confirmed as an author of a paper',
  refused: 'did not confirm as an author of a paper',
  unconfirmed: 'no longer confirms as an author of a paper',
}

/** The sentences about who wrote a paper, and about what was decided about people. */
export const claims = {
  badge: 'Author',
  badgeHelp: 'An author of this paper',
  heading: 'Authors here',
  ask: 'I wrote this paper',
  help: 'If the paper names your ORCID iD, or the mail address you signed in with, that is seen at once. Otherwise a curator looks at it; what you write here only they read. It stands in the public log, and “Author” beside what you say under the paper.',
  said: 'How can a curator see that it is you?',
  send: 'Say so',
  asked: 'You said that you wrote this paper. A curator will look at it.',
  refused: 'A curator did not confirm that you wrote this paper.',
  stands: 'You are confirmed as an author of this paper.',
  undo: 'Take it back',
  dispute: 'Did they not write it?',
  disputeReason: 'What is wrong? A curator reads it.',
  disputeSend: 'Tell a curator',
  wrote: 'Wrote',
  queue: {
    heading: 'Who wrote what',
    says: 'says to have written',
    named: 'An author of the paper is called the same.',
    notNamed: 'No author of the paper is called the same.',
    orcid: 'ORCID',
    disputes: 'disputes it:',
    yes: 'Confirm',
    no: 'Do not confirm',
  },
  log: {
    heading: 'Log of decisions about people',
    intro:
      'What keepers and curators decided about people, and who did: roles, writing taken and given back, authors confirmed. Reasons are told to those they concern, and stand here for nobody else.',
    none: 'Nothing has been decided about anybody yet.',
    decided,
    role: (role: string) => `: ${role}`,
    on: 'on',
    link: 'Decisions about people',
  },
}
