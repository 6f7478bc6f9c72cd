/** Methods that share an interface, and so can be set side by side. */
export const families = {
  cache: {
    title: 'What a cache keeps',
    says: 'A model that writes keeps keys and values of all it has read. These methods keep, or look at, a part of them.',
  },
  mixing: {
    title: 'Ways to mix positions',
    says: 'What stands in the place of attention: recurrences with a state that does not grow, and scans.',
  },
  length: {
    title: 'Beyond the trained length',
    says: 'A model fails on texts longer than those it was trained on. These methods change where it believes a word to stand.',
  },
  decoding: {
    title: 'Guessing ahead',
    says: 'Somebody cheap guesses the next words, and the model checks many guesses in one pass; the text stays the same.',
  },
  prompt: {
    title: 'What a prompt is turned into',
    says: 'Before a prompt is read, or while it is, these methods choose what of it is worth reading, in which order, and how often.',
  },
  bytes: {
    title: 'Tokens, bytes and bits',
    says: 'What a model reads and what its weights are stored in.',
  },
  devices: {
    title: 'Many devices, one sequence',
    says: 'One long text over several machines, with the bytes on the wire counted; or many texts that begin alike.',
  },
} as const

export type Family = keyof typeof families
