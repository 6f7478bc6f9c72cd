import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setProfile } from '#accounts'
import { readPaperId } from '#paper'
import { allAttacks, assertHarmless } from '../../test/attacks.ts'
import { openSite, paperOn } from '../../test/site.ts'

const bread = readPaperId('2611.00001')
const papers = [paperOn('2026-11-20', bread, { title: 'Bread' })]

/** The ids of the comments on a page, in their order. */
const commentsOn = (page: string): string[] =>
  [...page.matchAll(/id="comment-([0-9a-f]+)"/g)].map(([, id = '']) => id)

test('a comment stands under its paper at once, for whoever wrote it and for others', async () => {
  await using site = await openSite(papers)
  const [ada, emmy] = [await site.as('Ada'), await site.as('Emmy')]
  assert.match(await site.read(`/papers/${bread}`), /Sign in to say something/)

  const answer = await ada.post('/comments', { paper: bread, body: 'It **rises**, $x^2$.' })

  const page = await ada.read(`/papers/${bread}`)
  const [id = ''] = commentsOn(page)
  assert.equal(answer.headers.get('Location'), `/papers/${bread}#comment-${id}`)
  for (const seen of [
    page,
    await emmy.read(`/papers/${bread}`),
    await site.read(`/comments/${id}`),
  ]) {
    if (seen) assert.match(seen, /It <strong>rises<\/strong>, <math/)
  }
  await emmy.post('/comments', { paper: bread, parent: id, body: '> It rises\n\nHow?' })
  assert.match(await ada.read('/about'), /Yours \(1\)/)
  assert.match(await ada.read('/account/notices'), /@emmy<\/a> answered you on/)
  await ada.post('/account/notices')
  assert.doesNotMatch(await ada.read('/about'), /Yours \(1\)/)
})

test('whoever wrote a comment edits and deletes it, and what it said before can be read', async () => {
  await using site = await openSite(papers)
  const [ada, emmy] = [await site.as('Ada'), await site.as('Emmy')]
  await ada.post('/comments', { paper: bread, body: 'Four gram' })
  const [id = ''] = commentsOn(await ada.read(`/papers/${bread}`))

  assert.equal((await emmy.post(`/comments/${id}/edit`, { body: 'Mine' })).status, 403)
  await ada.post(`/comments/${id}/edit`, { body: 'Five gram' })
  assert.match(await emmy.read(`/papers/${bread}`), /Five gram/)
  assert.match(await emmy.read(`/comments/${id}/history`), /Four gram/)

  assert.equal((await emmy.post(`/comments/${id}/delete`)).status, 403)
  await ada.post(`/comments/${id}/delete`)
  assert.doesNotMatch(await emmy.read(`/comments/${id}/history`), /(Four|Five) gram/)
})

test('a report leads to a curator, a hidden comment to an appeal, an appeal to an answer', async () => {
  await using site = await openSite(papers)
  const [ada, emmy] = [await site.as('Ada'), await site.as('Emmy')]
  const cora = await site.as('Cora', 'curator')
  await ada.post('/comments', { paper: bread, body: 'Fools rush in.' })
  const [id = ''] = commentsOn(await ada.read(`/papers/${bread}`))

  await emmy.post(`/comments/${id}/report`, { reason: 'Rude words' })
  assert.match(await cora.read('/moderation'), /Rude words/)
  await cora.post(`/comments/${id}/hide`, { reason: 'Rude to all' })

  const forOthers = await emmy.read(`/papers/${bread}`)
  assert.match(forOthers, /Hidden by a curator: Rude to all/)
  assert.doesNotMatch(forOthers, /Fools/)
  assert.doesNotMatch(await emmy.read(`/comments/${id}/history`), /Fools/)
  assert.match(await ada.read(`/papers/${bread}`), /Fools rush in/)
  await ada.post(`/comments/${id}/appeal`, { reason: 'A proverb' })
  const [, place] = (await cora.read('/moderation')).match(/\/moderation\/appeals\/(\d+)/) ?? []
  await cora.post(`/moderation/appeals/${place}`, { granted: 'yes', answer: 'So it is' })

  assert.match(await emmy.read(`/papers/${bread}`), /Fools rush in/)
  assert.match(await site.read('/moderation/log'), /granted an appeal[\s\S]*So it is/)
})

test('an author is marked as one, beside their comments and on their page', async () => {
  await using site = await openSite(papers)
  const [ada, emmy] = [await site.as('Ada Lovelace'), await site.as('Emmy')]
  const cora = await site.as('Cora', 'curator')
  await ada.post('/comments', { paper: bread, body: 'My bread.' })
  await ada.post('/claims', { paper: bread, said: 'See <b>my page</b>' })
  assert.match(await cora.read('/moderation'), /See &lt;b&gt;my page[\s\S]*called the same/)
  assert.doesNotMatch(await emmy.read(`/papers/${bread}`), /class="badge"|my page/)

  const settle = { paper: bread, claimant: ada.reader.id, answer: 'yes' }
  assert.equal((await ada.post('/claims/settle', settle)).status, 403)
  await cora.post('/claims/settle', settle)

  // Whoever has seen the page has it for a minute; others see the badge at once.
  const fay = await site.as('Fay')
  assert.match(await fay.read(`/papers/${bread}`), /Ada Lovelace<\/a> <span class="badge"/)
  assert.match(await emmy.read('/people/ada-lovelace'), /Wrote[\s\S]*Bread/)
  assert.match(await site.read('/log/people'), /@cora<\/a> confirmed as an author[\s\S]*@ada/)
  assert.match(await ada.read('/account/notices'), /confirmed that you wrote/)
  await emmy.post('/claims/dispute', { ...settle, reason: 'She bought it' })
  assert.match(await cora.read('/moderation'), /disputes it: She bought it/)
})

test('whatever people say and call themselves, the page of a paper stays a page', async () => {
  await using site = await openSite(papers)
  const cora = await site.as('Cora', 'curator')
  const eve = await site.as('Eve', 'curator')
  for (const attack of allAttacks) {
    const name = `x${attack}`
    await setProfile(site.store, eve.reader.id, { name, handle: 'eve', about: '' })
    await eve.post('/comments', { paper: bread, body: `@cora ${attack}` })
    const page = await cora.read(`/papers/${bread}`)
    assertHarmless(page, attack.slice(0, 60))
    const id = commentsOn(page).at(-1)
    await cora.post(`/comments/${id}/hide`, { reason: attack.slice(0, 200) || 'x' })
    for (const path of ['/moderation', '/moderation/log', '/account/notices']) {
      assertHarmless(await cora.read(path), `${path} ${attack.slice(0, 60)}`)
    }
  }
})
