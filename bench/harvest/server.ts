/** Plays arXiv's OAI-PMH over as many invented papers as are wanted, in a thread of its own. */
import { createServer } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

const total = Number(workerData)
const pageSize = 2500

const words =
  'clock lamp ladder letter bridge ferry map night train harbour winter garden network measure of the a for with in slow patient sparse error bound'.split(
    ' ',
  )

/** An abstract of about a thousand characters, another one for each paper. */
function abstractOf(i: number): string {
  const text: string[] = []
  for (let n = 0; n < 160; n++)
    text.push(words[(i * 31 + n * 7 + ((i + n) % 13)) % words.length] ?? '')
  return `We show $x_{${i}} &lt; ${i % 97}$ &amp; more. ${text.join(' ')}.`
}

function record(i: number): string {
  const day = new Date(Date.UTC(2020, 0, 1) + Math.floor(i / 1000) * 86_400_000)
  const stamp = day.toISOString().slice(0, 10)
  const id = `${stamp.slice(2, 4)}${stamp.slice(5, 7)}.${String(10_000 + (i % 90_000)).padStart(5, '0')}`
  return `<record><header><identifier>oai:arXiv.org:${id}</identifier><datestamp>${stamp}</datestamp><setSpec>cs</setSpec></header><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>${id}</id><submitter>Somebody</submitter><version version="v1"><date>${day.toUTCString()}</date><size>12kb</size></version><title>On the ${words[i % words.length]} numbered ${i}</title><authors>Ada Fielding, Emmy Ort, Jos\\'e Platz and Wen Li (University ${i % 50})</authors><categories>cs.LG stat.ML</categories><comments>${i % 40} pages</comments><license>http://creativecommons.org/licenses/by/4.0/</license><abstract>  ${abstractOf(i)}\n</abstract></arXivRaw></metadata></record>`
}

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const from = Number(searchParams.get('resumptionToken') ?? 0)
  const to = Math.min(total, from + pageSize)
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' })
  response.write(
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>',
  )
  for (let i = from; i < to; i += 500) {
    response.write(Array.from({ length: Math.min(500, to - i) }, (_, n) => record(i + n)).join(''))
  }
  response.end(`<resumptionToken>${to < total ? to : ''}</resumptionToken></ListRecords></OAI-PMH>`)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(typeof address === 'object' && address ? address.port : 0)
})
