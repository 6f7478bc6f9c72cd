/** The sentences about collections that everybody sees. */
export const lists = {
  heading: 'Lists',
  by: 'A list by',
  missing: 'There is no such list here, or it is not for everybody.',
  none: 'No paper is in this list yet.',
  publish: 'Make it public',
  publishHelp:
    'Everybody will see its name, that it is yours and its papers, and can follow it. Nothing else of your library: no notes, tags, stars.',
  withdraw: 'Make it yours alone again',
  public: 'Everybody sees this collection.',
  page: 'Its public page',
  onlyLists: 'Everybody sees the collections that you made public, and nothing else of this.',
}
