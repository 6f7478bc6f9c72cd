import { z } from 'zod'
import type { Watch } from '#watches'

export const WatchShape = z.object({
  watch_id: z.string(),
  name: z.string(),
  on: z.enum(['query', 'person', 'group', 'list']),
  query: z.string(),
  since: z.string(),
})

export const shownWatch = ({ id, name, about, query, madeAt }: Watch) => ({
  watch_id: id,
  name,
  on: about,
  query,
  since: madeAt,
})
