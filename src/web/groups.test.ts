import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setProfile } from '#accounts'
import { readPaperId } from '#paper'
import { allAttacks, assertHarmless } from '../../test/attacks.ts'
import { openSite, paperOn } from '../../test/site.ts'

const bread = readPaperId('2611.00001')
const papers = [paperOn('2026-11-20', bread, { title: 'Bread' })]

/** A private group of Ada's, with Emmy in it by a link. */
async function aClub(site: Awaited<ReturnType<typeof openSite>>) {
  const [ada, emmy] = [await site.as('Ada'), await site.as('Emmy')]
  const terms = { name: 'Bread Club', openness: 'private', joining: 'invitation' }
  const made = await ada.post('/groups', terms)
  const group = made.headers.get('Location') ?? ''
  const link = await (await ada.post(`${group}/invitations`, { act: 'link' })).text()
  const [, code = ''] = link.match(/join\?code=([\w-]+)/) ?? []
  return { ada, emmy, group, code }
}

test('a group is made, joined by a link, and votes, talks and takes notes', async () => {
  await using site = await openSite(papers)
  const { ada, emmy, group, code } = await aClub(site)
  assert.equal((await emmy.get(group)).status, 404)
  assert.match(await emmy.read(`${group}/join?code=${code}`), /Join the group/)
  await emmy.post(`${group}/join`, { act: 'join', code })
  assert.match(await emmy.read(group), /Nothing has been nominated yet/)

  await emmy.post(`${group}/papers`, { act: 'nominate', paper: bread, line: 'For the crust' })
  await ada.post(`${group}/votes`, { cast: bread })
  await ada.post(`${group}/papers`, { act: 'pick', paper: bread })
  await ada.post('/comments', { paper: bread, group: group.slice(8), body: 'Among *us*' })
  await ada.post(`${group}/papers`, { act: 'note', paper: bread, note: 'The **crumb**' })

  const front = await emmy.read(group)
  assert.match(front, /For the crust[\s\S]*1 comment/)
  assert.match(front, /<span class="number">1<\/span>/)
  const page = await emmy.read(`${group}/papers/${bread}`)
  assert.match(page, /The <strong>crumb<\/strong>[\s\S]*Among <em>us<\/em>/)
  const everybody = await emmy.read(`/papers/${bread}`)
  assert.doesNotMatch(everybody, /crumb|Among|Bread Club/)
  assert.match(everybody, /Nobody has said anything/)
})

test('a comment in a group is moderated by its owners', async () => {
  await using site = await openSite(papers)
  const { ada, emmy, group, code } = await aClub(site)
  const cora = await site.as('Cora', 'curator')
  await emmy.post(`${group}/join`, { act: 'join', code })
  await emmy.post('/comments', { paper: bread, group: group.slice(8), body: 'Fools rush in.' })
  const [, id = ''] = (await ada.read(`${group}/papers/${bread}`)).match(/id="comment-(\w+)"/) ?? []

  await ada.post(`/comments/${id}/report`, { reason: 'Rude' })
  assert.doesNotMatch(await cora.read('/moderation'), /Rude/)
  assert.match(await ada.read(`${group}/moderation`), /Fools rush in/)
  await ada.post(`/comments/${id}/hide`, { reason: 'Rude to all' })
  await emmy.post(`/comments/${id}/appeal`, { reason: 'A proverb' })
  const [, place] = (await ada.read(`${group}/moderation`)).match(/appeals\/(\d+)/) ?? []
  const answer = { granted: 'yes', answer: 'So it is' }
  assert.equal((await cora.post(`/moderation/appeals/${place}`, answer)).status, 404)
  assert.equal((await emmy.post(`/moderation/appeals/${place}`, answer)).status, 403)
  await ada.post(`/moderation/appeals/${place}`, answer)

  assert.match(await emmy.read(`${group}/papers/${bread}`), /Fools rush in/)
  assert.match(await ada.read(`${group}/moderation`), /granted an appeal[\s\S]*So it is/)
  assert.doesNotMatch(await site.read('/moderation/log'), /appeal|proverb|So it is/)
})

test('whatever a group and its members call themselves, its pages stay pages', async () => {
  await using site = await openSite(papers)
  const ada = await site.as('Ada')
  const eve = await site.as('Eve')
  const made = await ada.post('/groups', { name: 'x', openness: 'private', joining: 'request' })
  const group = made.headers.get('Location') ?? ''
  await ada.post(`${group}/papers`, { act: 'nominate', paper: bread })
  for (const [i, attack] of allAttacks.entries()) {
    const name = `x${attack}`.slice(0, 250)
    const terms = { openness: 'private', joining: 'request' }
    await setProfile(site.store, eve.reader.id, { name, handle: 'eve', about: '' })
    await ada.post(`${group}/settings`, { ...terms, name, about: attack.slice(0, 4000) })
    await ada.post(`${group}/papers`, { act: 'line', paper: bread, line: attack })
    await ada.post(`${group}/papers`, { act: 'note', paper: bread, note: attack, seen: 'x' })
    await site.store.updateTable('groupPapers').set({ note: attack }).execute()
    await site.store.deleteFrom('groupAsks').execute()
    await site.store.deleteFrom('tallies').execute()
    await eve.post(`${group}/ask`, { text: attack })
    const pages = [
      '',
      `/papers/${bread}`,
      '/members',
      '/settings',
      `?q=${encodeURIComponent(name.toWellFormed())}`,
    ]
    // Every attack on one page, and some on all of them.
    for (const path of i % 8 === 0 ? pages : pages.slice(i % 2, (i % 2) + 1)) {
      assertHarmless(await ada.read(group + path), `${path} ${attack.slice(0, 60)}`)
    }
    if (i % 8 !== 0) continue
    assertHarmless(await eve.read(group), `the door ${attack.slice(0, 60)}`)
    for (const path of ['/groups', '/account/notices']) {
      assertHarmless(await ada.read(path), `${path} ${attack.slice(0, 60)}`)
    }
  }
})
