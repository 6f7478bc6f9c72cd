export { type Check, type CheckMeans, checkWatches, type News } from './check.ts'
export { byPaper, type Found } from './found.ts'
export { addHook, dropHook, type Hook, type HookMeans, hooksOf, tellHooks } from './hooks.ts'
export { mutedAmong } from './mute.ts'
export { type Shape, shapes } from './shapes.ts'
export {
  type Deed,
  deedsOf,
  isKind,
  type Kind,
  type Subject,
  subjectFeed,
  subjectNamed,
  subjectPath,
  subjectsOf,
} from './subject.ts'
export {
  dropFollowers,
  dropWatch,
  dropWatches,
  follow,
  keepWatch,
  unfollow,
  type Watch,
  type WatchKind,
  watchesOf,
  watchOf,
  type Wish,
} from './watch.ts'
