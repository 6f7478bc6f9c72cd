import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Hono } from 'hono'
import { remoteAddress } from './remote-address.ts'

/** What is taken for the place that a request came from. */
async function seen(proxies: number, forwarded?: string): Promise<string> {
  const app = new Hono().get('/', (c) => c.text(remoteAddress(c, proxies) ?? 'unknown'))
  const headers: Record<string, string> = forwarded ? { 'X-Forwarded-For': forwarded } : {}
  const connection = { incoming: { socket: { remoteAddress: '10.0.0.1' } } }
  return (await app.request('/', { headers }, connection)).text()
}

test('nobody says where they come from but proxies of ours', async () => {
  assert.equal(await seen(0), '10.0.0.1')
  assert.equal(await seen(0, '203.0.113.7'), '10.0.0.1')
  assert.equal(await seen(1, '198.51.100.1, 203.0.113.7'), '203.0.113.7')
  assert.equal(await seen(2, '6.6.6.6, 203.0.113.7, 10.0.0.9'), '203.0.113.7')
  assert.equal(await seen(1), 'unknown')
  assert.equal(await seen(3, '203.0.113.7'), 'unknown')
})
