export type { Means, Pool } from './candidates.ts'
export { type Deed, type Evidence, evidenceOf, type Known } from './evidence.ts'
export { type Beside, counts, judge, type Judged, type Settings, usual } from './formula.ts'
export { type ForYou, forYou, forYouAmong, sinceYouKept } from './for-you.ts'
export { interestOf, interestsIn, type Interest, type Liked } from './interests.ts'
export { type Latent, latentOf } from './latent.ts'
export { tasteHolding } from './holding.ts'
export { lean, noteOpening, unlean } from './leanings.ts'
export { type Examples, likeThese, type Scorer } from './like-these.ts'
export { type Marks, marksFrom } from './marks.ts'
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
export { refreshShortlists, shortlistOf } from './shortlists.ts'
export { type ReaderTaste, tasteOf } from './taste.ts'
export { fewestReaders } from './together.ts'
export { type Rule, type Sample, separate } from './separate.ts'
export { sharesOf, spread } from './spread.ts'
export { topicRule } from './topic-rule.ts'
export { tellApart, type Telling } from './tell-apart.ts'
export { dot, likenessTo, sumOf, type Traits, traitsOf, type Words, wordsOf } from './traits.ts'
export { type Change, type Standing, standingOf } from './what-if.ts'
export type { Reason } from './why.ts'
export { fillTopic, type InTopic, type TopicFilled, thresholds } from './topics.ts'
