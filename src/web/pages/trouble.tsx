import type { Child } from 'hono/jsx'
import type { DomainError } from '#domain-error'
import { type Frame, Layout } from '../parts/layout.tsx'
import { searchPath } from '../parts/paths.ts'
import { words } from '../words/words.ts'

/** The status of a refusal. */
export const statusOf = {
  invalid: 400,
  'signed-out': 401,
  forbidden: 403,
  missing: 404,
  'too-many': 429,
} as const

const headings = {
  invalid: words.trouble.invalid,
  'signed-out': words.trouble.refused,
  forbidden: words.trouble.refused,
  missing: words.trouble.missing,
  'too-many': words.trouble.tooMany,
} as const

/** We understood, and the answer is no: why, and what to do instead. */
export function RefusalPage({ frame, error }: { frame: Frame; error: DomainError }) {
  return (
    <Trouble frame={frame} heading={headings[error.kind]} says={error.message}>
      <LookFor text={wordsOfPath(frame.address)} />
    </Trouble>
  )
}

/** Nothing stands at this address. */
export function MissingPage({ frame }: { frame: Frame }) {
  const path = frame.address.split('?')[0] ?? ''
  return (
    <Trouble
      frame={frame}
      heading={words.trouble.missing}
      says={words.trouble.missingHelp(path.slice(0, 200))}
    >
      <LookFor text={wordsOfPath(frame.address)} />
    </Trouble>
  )
}

/** Something broke. The reader learns a number to tell us, and nothing else of it. */
export function FaultPage({ frame, number }: { frame: Frame; number: string }) {
  return (
    <Trouble frame={frame} heading={words.trouble.fault} says={words.trouble.faultHelp}>
      <p>
        <code>{number}</code>
      </p>
    </Trouble>
  )
}

function Trouble(props: { frame: Frame; heading: string; says: string; children?: Child }) {
  return (
    <Layout frame={props.frame} title={props.heading} unlisted>
      <div class="message">
        <h1>{props.heading}</h1>
        <p>{props.says}</p>
        {props.children}
        <p>
          <a href="/">{words.trouble.home}</a>
        </p>
      </div>
    </Layout>
  )
}

function LookFor({ text }: { text: string }) {
  if (!text) return null
  return (
    <p>
      {words.trouble.lookFor}: <a href={searchPath(text)}>{text}</a>
    </p>
  )
}

/** The words in an address, without the names of our own sections. */
export function wordsOfPath(address: string): string {
  const path = address.split('?')[0] ?? ''
  let text = path
  try {
    text = decodeURIComponent(path)
  } catch {
    // A percent sign that stands for itself.
  }
  return text
    .toWellFormed()
    .replace(/^\/(papers|authors|categories|editions|day|week|month)\//, '')
    .replace(/[^\p{L}\p{N}.:]+/gu, ' ')
    .trim()
    .slice(0, 100)
}
