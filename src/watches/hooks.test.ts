import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { pick } from '#curation'
import { readPaperId } from '#paper'
import { addHook, follow, type HookMeans, hooksOf, keepWatch, tellHooks } from '#watches'
import { person } from '../../test/people.ts'
import { openScene } from '../../test/digest/scene.ts'
import { paperOn } from '../../test/site.ts'
import { isPublic, post } from './post.ts'
import { shapes } from './shapes.ts'

type Heard = { body: string; signature: string; delivery: string; path: string }

/** A program that listens, and answers with these codes one after the other, then with 200. */
async function listener(...codes: number[]) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const header = (name: string) => String(request.headers[name] ?? '')
      heard.push({
        body,
        path: request.url ?? '',
        signature: header('x-broadsheet-signature'),
        delivery: header('x-broadsheet-delivery'),
      })
      response.writeHead(codes[heard.length - 1] ?? 200).end()
      return undefined
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    heard,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const bread = paperOn('2026-11-20', '2611.10003', {
  title: 'Fast <bread> & *butter* | @everyone',
  authors: ['Kim Lee'],
})
const planets = paperOn('2026-11-20', '2611.10004', { title: 'Graphs of planets' })

async function withHook(url: string, shape = 'json') {
  const scene = await openScene()
  await scene.bring([paperOn('2026-11-19', '2611.10001', { title: 'Old bread' })])
  const watch = await keepWatch(scene.store, 'ada', { query: 'bread' }, scene.now())
  const hook = await addHook(scene.store, 'ada', { watch: watch.id, url, shape }, scene.now())
  const means: HookMeans = {
    store: scene.store,
    windowOf: scene.press.windowOf,
    site: 'https://papers.example.org',
    reach: 'anywhere',
    now: scene.now,
  }
  return { scene, hook, tell: () => tellHooks(means, AbortSignal.timeout(20_000)) }
}

test('a program is told of what is new, once, and can tell that it was us', async () => {
  await using program = await listener()
  const { scene, hook, tell } = await withHook(program.url)
  await using _ = scene
  await scene.bring([bread, planets])
  scene.at('2026-11-20T12:01:00Z')

  assert.equal(await tell(), 1)
  assert.equal(await tell(), 0)

  const [said, ...others] = program.heard
  assert.deepEqual(others, [])
  const { watch, papers } = JSON.parse(said?.body ?? '{}')
  assert.deepEqual(watch, { name: 'bread', query: 'bread' })
  assert.deepEqual(
    papers.map(({ id, url }: { id: string; url: string }) => [id, url]),
    [['2611.10003', 'https://papers.example.org/papers/2611.10003']],
  )
  const [, at = '', mac = ''] = said?.signature.match(/^t=(\d+),v1=([\da-f]{64})$/) ?? []
  assert.equal(createHmac('sha256', hook.secret).update(`${at}.${said?.body}`).digest('hex'), mac)
})

test('a program is told what a person put forward who is followed', async () => {
  await using program = await listener()
  const { scene, tell } = await withHook('http://127.0.0.1:9/nobody')
  await using _ = scene
  const kay = await person(scene.store, 'Kay', { role: 'curator' })
  const watch = await follow(scene.store, 'ada', { about: 'person', key: 'kay' }, scene.now())
  const hook = { watch: watch.id, url: program.url, shape: 'json' }
  await addHook(scene.store, 'ada', hook, scene.now())
  const id = readPaperId('2611.10001')
  await pick(scene.store, kay, { paper: id, topic: '' }, scene.now())
  scene.at('2026-11-20T12:01:00Z')

  assert.equal(await tell(), 1)
  assert.equal(await tell(), 0)

  assert.match(program.heard[0]?.body ?? '', /"name":"Kay".*"id":"2611.10001"/)
})

test('what is muted is told to no program', async () => {
  await using program = await listener()
  const { scene, tell } = await withHook(program.url)
  await using _ = scene
  await keepWatch(scene.store, 'ada', { query: 'butter', kind: 'mute' }, scene.now())
  await scene.bring([bread])
  scene.at('2026-11-20T12:01:00Z')

  assert.equal(await tell(), 0)
})

test('a program that fails is told again later, under the same name', async () => {
  await using program = await listener(500, 503)
  const { scene, tell } = await withHook(program.url)
  await using _ = scene
  await scene.bring([bread])
  for (const time of ['12:01', '12:02', '12:10', '12:30']) {
    scene.at(`2026-11-20T${time}:00Z`)
    await tell()
  }

  assert.equal(program.heard.length, 3)
  assert.equal(new Set(program.heard.map(({ delivery }) => delivery)).size, 1)
  assert.equal((await hooksOf(scene.store, 'ada'))[0]?.fault, '')
})

test('a program that is gone is left alone', async () => {
  await using program = await listener(410)
  const { scene, tell } = await withHook(program.url)
  await using _ = scene
  for (const [time, paper] of [
    ['12:01', bread],
    ['12:30', { ...bread, ...paperOn('2026-11-20', '2611.10009', { title: 'More bread' }) }],
  ] as const) {
    await scene.bring([paper])
    scene.at(`2026-11-20T${time}:00Z`)
    await tell()
  }

  assert.equal(program.heard.length, 1)
  assert.match((await hooksOf(scene.store, 'ada'))[0]?.fault ?? '', /410/)
})

for (const shape of shapes) {
  test(`${shape} gets what it expects, with nothing of ours taken for its own signs`, async () => {
    await using program = await listener()
    const { scene, tell } = await withHook(`${program.url}?chat_id=42`, shape)
    await using _ = scene
    await scene.bring([bread])
    scene.at('2026-11-20T12:01:00Z')

    await tell()

    const { body = '', path = '' } = program.heard[0] ?? {}
    const message: unknown = JSON.parse(body)
    const within = (...names: string[]): unknown =>
      names.reduce<unknown>((so, name) => Reflect.get(Object(so), name), message)
    switch (shape) {
      case 'json':
        assert.equal(within('type'), 'papers')
        break
      case 'slack':
        assert.match(
          String(within('text')),
          /<https:\S+\|Fast &lt;bread&gt; &amp; \*butter\* ¦ @everyone>/,
        )
        break
      case 'discord':
        assert.deepEqual(within('allowed_mentions', 'parse'), [])
        assert.equal(
          within('embeds', '0', 'title'),
          'Fast <bread\\> & \\*butter\\* \\| \\@everyone',
        )
        break
      case 'telegram':
        assert.equal(within('chat_id'), '42')
        assert.equal(path, '/hook')
        assert.match(String(within('text')), /">Fast &lt;bread&gt; &amp; \*butter\*/)
        break
      case 'feishu':
        assert.equal(within('content', 'post', 'en_us', 'content', '0', '0', 'tag'), 'a')
        assert.match(String(within('sign')), /^[\w+/]{43}=$/)
        break
    }
  })
}

test('nothing is told to machines that only this one can see', async () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '192.168.0.1',
    '::1',
    'fd00::1',
    '::ffff:127.0.0.1',
  ]) {
    assert.equal(isPublic(address), false, address)
  }
  assert.ok(isPublic('93.184.216.34') && isPublic('2606:4700::1111'))
  await using program = await listener()
  const { port } = new URL(program.url)
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f.1']) {
    const message = { url: `http://${host}:${port}/`, body: '{}', headers: {} }
    const answer = await post(message, 'public', AbortSignal.timeout(5_000))
    assert.equal(answer.ok, false, host)
  }
  assert.equal(program.heard.length, 0)
})

test('an address that is none, a watch of somebody else, and Telegram without a chat are refused', async () => {
  await using scene = await openScene()
  const { id } = await keepWatch(scene.store, 'ada', { query: 'bread' })
  const add = (owner: string, url: string, shape = 'json') =>
    addHook(scene.store, owner, { watch: id, url, shape })

  await assert.rejects(add('ada', 'file:///etc/passwd'), /has an address like https/)
  await assert.rejects(add('ada', 'not an address'), /has an address like https/)
  await assert.rejects(add('emmy', 'https://example.org/'), /Choose one of your watches/)
  await assert.rejects(
    add('ada', 'https://api.telegram.org/bot1/sendMessage', 'telegram'),
    /chat_id/,
  )
})
