export type { Means, Pool } from './candidates.ts'
export { type Settings, usual } from './formula.ts'
export { type Examples, likeThese, type Scorer } from './like-these.ts'
export {
  type From,
  type Options,
  type Recommended,
  recommendFrom,
  type Weighed,
} from './recommend-from.ts'
export type { Reason } from './why.ts'
