import { type List, listAt, listsIn, putIn } from '#library'
import type { Followed, Subject } from './subject.ts'

/** Collections that their readers made public, by what is put into them, for as long as they are. */
export const list: Followed = {
  path: (key) => `/people/${inAddress(key)}`,
  feed: (key) => `/feeds/people/${inAddress(key)}`,
  async named(store, key) {
    const [handle = '', publicAs = ''] = key.split('/')
    const found = await listAt(store, { handle, publicAs })
    return found && subjectOf(found)
  },
  known: async (store, ids) => (await listsIn(store, ids)).map(subjectOf),
  async deeds(store, ids, between, count) {
    const put = await putIn(store, ids, { ...between, count })
    return put.map(({ list: subject, ...one }) => ({ ...one, subject, kind: 'put in' }))
  },
}

const subjectOf = ({ id, name, by, handle, publicAs }: List): Subject => ({
  id,
  name: `${name} (${by})`,
  key: `${handle}/${publicAs}`,
})

/** `ada/bread` → `ada/lists/bread`. */
const inAddress = (key: string) => key.split('/').map(encodeURIComponent).join('/lists/')
