export type { Means, Pool } from './candidates.ts'
export { type Deed, type Evidence, evidenceOf, type Known } from './evidence.ts'
export { type Settings, usual } from './formula.ts'
export { type ForYou, forYou, forYouAmong, sinceYouKept } from './for-you.ts'
export { tasteHolding } from './holding.ts'
export { lean, noteOpening, unlean } from './leanings.ts'
export { type Examples, likeThese, type Scorer } from './like-these.ts'
export { questionFor } from './questions.ts'
export {
  type From,
  type Options,
  type Recommended,
  recommendFrom,
  type Weighed,
} from './recommend-from.ts'
export { type Replay, replay } from './replay.ts'
export {
  type Choices,
  choicesOf,
  readerOfFeed,
  renewFeed,
  setTaste,
  weighInterest,
} from './settings.ts'
export { type ReaderTaste, tasteOf } from './taste.ts'
export { fewestReaders } from './together.ts'
export { type Change, type Standing, standingOf } from './what-if.ts'
export type { Reason } from './why.ts'
export { fillTopic, type InTopic, type TopicFilled, thresholds } from './topics.ts'
