/** The sentences about readers, signing in and what is theirs. */
export const account = {
  signInFirst: 'Sign in first.',
  onlyFor: {
    reader: 'This is for readers who have signed in.',
    curator: 'Only curators and keepers of this site may do that.',
    keeper: 'Only keepers of this site may do that.',
  },
  banned: (reason: string) =>
    `Your account may read but not write${reason ? `: ${reason}` : ''}. You can take out or delete what is yours at any time.`,
}
