import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labs, replications } from '#labs'
import { openSite, paperOn } from '../../test/site.ts'

const seed = paperOn('2023-09-29', '2309.17453', {
  title: 'Efficient Streaming of <Language> Models',
  abstract: 'What can be said of sinks & streams.',
})

test('the labs name every method, its paper where it is held, and every verdict', async () => {
  await using site = await openSite([seed])

  const page = await site.read('/labs')

  for (const { labs: some } of (await labs()).families) {
    for (const { method, name } of some)
      assert.ok(page.includes(`<a href="/labs/${method}">${name}</a>`))
  }
  assert.match(page, /Efficient Streaming of &lt;Language&gt; Models/)
  assert.equal(page.match(/<tr>/g)?.length, replications().length + 1)
  assert.match(page, /<b>nano<\/b>: 0.12 million weights, 5,000 steps, 9.8 million tokens/)
  assert.match(page, /<b>byte<\/b>: 0.84 million weights/)
})

test('a method’s page tells its claims with their figures and how to run it', async () => {
  await using site = await openSite([seed])

  const page = await site.read('/labs/streaming-llm')

  for (const { says } of replications().filter(({ method }) => method === 'streaming-llm')) {
    assert.ok(page.includes(says), says)
  }
  assert.match(page, /broadsheet labs run streaming-llm --experiment reading --json/)
  assert.match(page, /name="slots"[^>]* min="8" max="512"/)
  assert.match(
    page,
    />Efficient Streaming of &lt;Language&gt; Models. What can be said of sinks &amp; streams.</,
  )
})

test('a paper with a lab can be run on its own page, and one without cannot', async () => {
  await using site = await openSite([seed, paperOn('2026-11-20', '2611.00001')])

  const [seedPage, other] = [
    await site.read('/papers/2309.17453'),
    await site.read('/papers/2611.00001'),
  ]

  assert.match(seedPage, /This paper runs here/)
  assert.match(seedPage, /<textarea[^>]*>Efficient Streaming of/)
  assert.doesNotMatch(other, /broadsheet-lab|labs\/code/)
})

test('the arena sets methods side by side', async () => {
  await using site = await openSite([])

  const page = await site.read('/labs/arena')

  for (const { title } of (await labs()).arena) assert.ok(page.includes(title), title)
})

test('a lab that is not there is missing, with a way on', async () => {
  await using site = await openSite([])

  const answer = await site.get('/labs/alchemy')

  assert.equal(answer.status, 404)
  assert.match(await answer.text(), /There is no lab “alchemy”/)
})

test('browsers get the code of the labs without types, and weights as they are', async () => {
  await using site = await openSite([])
  const page = await site.read('/labs/streaming-llm')
  const worker = page.match(/data-worker="([^"]+)"/)?.[1] ?? ''
  const base = worker.replace(/labs\/src\/worker\.ts$/, '')

  const files = ['labs/src/worker.ts', 'labs/src/session/session.ts', 'src/web/islands/lab.ts']
  for (const file of files) {
    const answer = await site.get(base + file)
    assert.equal(answer.status, 200, file)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/javascript/)
    assert.match(answer.headers.get('cache-control') ?? '', /immutable/)
    assert.doesNotMatch(await answer.text(), /import type|readonly |@oxc-project|^\s*using /m)
  }
  const weights = await site.get(`${base}labs/checkpoints/nano.ckpt`)
  assert.ok((await weights.arrayBuffer()).byteLength > 100_000)
})

test('only the labs’ code may compile, and only files of the labs are served', async () => {
  await using site = await openSite([])
  const page = await site.get('/labs/streaming-llm')
  const worker = (await page.text()).match(/data-worker="([^"]+)"/)?.[1] ?? ''

  const code = await site.get(worker)
  assert.match(code.headers.get('content-security-policy') ?? '', /'wasm-unsafe-eval'/)
  assert.doesNotMatch(page.headers.get('content-security-policy') ?? '', /unsafe/)
  assert.match(page.headers.get('content-security-policy') ?? '', /worker-src 'self'/)
  const base = worker.replace(/labs\/src\/worker\.ts$/, '')
  const others = [
    'package.json',
    'src/main.ts',
    'labs/src/testing.ts',
    '../../etc/passwd',
    'labs/src/',
    '',
  ]
  for (const path of others) assert.equal((await site.get(base + path)).status, 404, path)
  assert.equal((await site.get(worker.replace(/code\/\w+/, 'code/0123456789ab'))).status, 404)
})
