import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReport } from './report.ts'

const delivery = (action: string) =>
  `From: MAILER-DAEMON@mx.example.com
To: paper@example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status;
 boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Original-Recipient: rfc822;ada@example.com
Final-Recipient: rfc822; ada.lovelace@inside.example.com
Action: ${action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ada.lovelace@inside.example.com>:
    user unknown
--b--
`.replaceAll('\n', '\r\n')

const complaint = `From: <abuse@mail.example.com>
To: paper@example.org
Content-Type: multipart/report; report-type="feedback-report"; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Somebody/1.0
Version: 1
--b
Content-Type: message/rfc822

From: Broadsheet <paper@example.org>
To: Ada <ada@example.com>
Subject: Friday
List-Unsubscribe: <https://papers.example.org/mail/abc.0123456789abcdefghijklmn/leave>
--b--
`

test('a delivery report names the address that was written to, and why it failed', () => {
  assert.deepEqual(readReport(delivery('failed')), {
    address: 'ada@example.com',
    kind: 'bounce',
    fault: '5.1.1 smtp; 550 5.1.1 <ada.lovelace@inside.example.com>: user unknown',
    mark: '',
  })
})

test('a delay is no bounce', () => {
  assert.equal(readReport(delivery('delayed')), undefined)
})

test('a complaint is about whom the letter was written to', () => {
  assert.deepEqual(readReport(complaint), {
    address: 'ada@example.com',
    kind: 'complaint',
    fault: 'abuse',
    mark: 'abc.0123456789abcdefghijklmn',
  })
})

test('anything else is refused, and nothing makes it stumble', () => {
  for (const text of [
    '',
    'Hello',
    'To: x\n\nout of office',
    delivery('failed').replace(/example\.com/g, ''),
  ]) {
    assert.throws(() => readReport(text), /neither a delivery report|is not an address/)
  }
})
