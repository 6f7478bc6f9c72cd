export { addHook, dropHook, type Hook, type HookMeans, hooksOf, tellHooks } from './hooks.ts'
export { mutedAmong } from './mute.ts'
export { type Shape, shapes } from './shapes.ts'
export {
  dropWatch,
  dropWatches,
  keepWatch,
  type Watch,
  type WatchKind,
  watchesOf,
  watchOf,
  type Wish,
} from './watch.ts'
