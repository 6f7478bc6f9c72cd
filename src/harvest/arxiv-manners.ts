import { type Manners, realClock, userAgent } from './ask.ts'

/**
 * What arXiv asks of programs: one request in three seconds, one at a time, and a name. It has been
 * seen to take from half a second to more than ninety for one and the same answer.
 */
export const arxivManners: Manners = {
  pace: 3000,
  silence: 2 * 60_000,
  patience: 10 * 60_000,
  tries: 8,
  house: 'arxiv',
  userAgent: userAgent(),
  fetch: (...request) => fetch(...request),
  clock: realClock,
  random: Math.random,
}
