/** Writes notes under keys until it is killed; run again, it begins with the first key again. */
import { once } from '#accounts'
import { writeNote } from '#library'
import { readPaperId } from '#paper'
import { openStore } from '#store'

const [file = '', reader = '', count = ''] = process.argv.slice(2)
const store = await openStore(file)
const { id } = await store
  .selectFrom('readers')
  .select('id')
  .where('handle', '=', reader)
  .executeTakeFirstOrThrow()
console.log('open')
for (let i = 0; i < Number(count); i++) {
  const asked = { reader: id, key: `key ${i}`, request: `request ${i}` }
  await once(store, asked, async (within) => {
    const note = await writeNote(within, id, {
      paper: readPaperId('2611.10001'),
      body: `Note ${i}`,
    })
    return { status: 201, body: note.id }
  })
}
await store.destroy()
