import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '#config'

test('without settings everything lies in ./data and the site listens on this machine alone', () => {
  const config = readConfig({})

  assert.equal(config.database, 'data/broadsheet.db')
  assert.equal(config.index, 'data/index')
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.port, 3000)
})

test('what is harvested every day is a list of parts of arXiv', () => {
  assert.deepEqual(readConfig({}).harvest, [])
  assert.deepEqual(readConfig({ BROADSHEET_HARVEST: 'cs, physics:hep-th' }).harvest, [
    'cs',
    'physics:hep-th',
  ])
  assert.throws(() => readConfig({ BROADSHEET_HARVEST: 'cs;stat' }), /BROADSHEET_HARVEST/)
})

test('other sources are named too, and one that wants a key is refused without it', () => {
  assert.deepEqual(readConfig({ BROADSHEET_SOURCES: 'hf biorxiv' }).sources, ['hf', 'biorxiv'])
  assert.throws(() => readConfig({ BROADSHEET_SOURCES: 'crossref' }), /must name some of hf/)
  assert.throws(() => readConfig({ BROADSHEET_SOURCES: 'openalex' }), /OPENALEX_KEY/)
  const config = readConfig({ BROADSHEET_SOURCES: 'openalex', OPENALEX_KEY: 'k' })
  assert.deepEqual(config.sources, ['openalex'])
})

test('a setting that cannot be used is named', () => {
  assert.throws(() => readConfig({ PORT: 'http' }), /PORT/)
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://x' }),
    /DATABASE_URL: must start with postgres/,
  )
})

test('letters become files until a server is named, and a key for signing must be there', () => {
  assert.deepEqual(readConfig({ BROADSHEET_DATA: 'paper' }).mail, {
    url: 'file:paper/mail',
    from: 'Broadsheet <broadsheet@localhost>',
    perMinute: 300,
    reports: new Map(),
  })
  assert.throws(() => readConfig({ BROADSHEET_MAIL: 'mail.example.org' }), /must start with smtp/)
  assert.throws(
    () => readConfig({ BROADSHEET_DKIM: 'paper._domainkey.example.org=/nowhere.pem' }),
    /BROADSHEET_DKIM: the key \/nowhere.pem cannot be read/,
  )
})

const signIn = (settings: Record<string, string>) => readConfig(settings).accounts.signIn

test('a site that only this machine can reach is a house for one', () => {
  assert.equal(signIn({}), 'off')
  assert.equal(signIn({ HOST: '::1' }), 'off')
  assert.equal(signIn({ HOST: '0.0.0.0' }), 'on')
  assert.equal(signIn({ HOST: '0.0.0.0', BROADSHEET_SIGNIN: 'off' }), 'off')
  assert.equal(signIn({ BROADSHEET_URL: 'https://papers.example.org' }), 'on')
  assert.throws(() => readConfig({ BROADSHEET_URL: 'javascript:alert(1)' }), /BROADSHEET_URL/)
})

test('a house that people sign in by is named whole, or not at all', () => {
  const whole = {
    OIDC_ISSUER: 'https://id.example.org',
    OIDC_CLIENT_ID: 'a',
    OIDC_CLIENT_SECRET: 'b',
  }

  assert.deepEqual(
    readConfig({
      ...whole,
      GITHUB_CLIENT_ID: 'a',
      GITHUB_CLIENT_SECRET: 'b',
    }).accounts.providers.map(({ id }) => id),
    ['github', 'oidc'],
  )
  assert.throws(() => readConfig({ GITHUB_CLIENT_ID: 'a' }), /GITHUB_CLIENT_SECRET/)
  assert.throws(() => readConfig({ ...whole, OIDC_ISSUER: undefined }), /OIDC_ISSUER/)
})

test('where people come by https, a proxy tells where they come from', () => {
  assert.equal(readConfig({}).proxies, 0)
  assert.equal(readConfig({ BROADSHEET_URL: 'http://localhost:3000' }).proxies, 0)
  assert.equal(readConfig({ BROADSHEET_URL: 'https://papers.example.org' }).proxies, 1)
  const told = { BROADSHEET_URL: 'https://papers.example.org', BROADSHEET_PROXIES: '2' }
  assert.equal(readConfig(told).proxies, 2)
})
