import type { Child } from 'hono/jsx'
import { isDay, type Paper, type PaperId } from '#paper'
import { versions as told } from '../words/versions.ts'
import { categoryInWords, dayInWords, words } from '../words/words.ts'
import { categoryPath, dayPath } from './paths.ts'
import { rich } from './rich.ts'
import { Time } from './time.tsx'

/** What is known of a paper beside its text. */
export function Facts({ paper, others = [] }: { paper: Paper; others?: readonly PaperId[] }) {
  const revised = paper.updatedAt.slice(0, 10) > paper.publishedAt.slice(0, 10)
  return (
    <dl class="facts">
      {paper.publishedAt && (
        <Fact name={words.paper.published}>
          <Time at={paper.publishedAt} />
        </Fact>
      )}
      {revised && (
        <Fact name={words.paper.updated}>
          <Time at={paper.updatedAt} />
        </Fact>
      )}
      {isDay(paper.day) && (
        <Fact name={words.paper.listed}>
          <a href={dayPath(paper.day)}>
            <time datetime={paper.day}>{dayInWords(paper.day, 'long')}</time>
          </a>
        </Fact>
      )}
      {paper.categories.length > 0 && (
        <Fact name={words.paper.categories}>
          <ul>
            {paper.categories.map((category) => (
              <li>
                <a href={categoryPath(category)}>{categoryInWords(category)}</a>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      <Told name={words.paper.comments} text={paper.comments} />
      <Told name={words.paper.journal} text={paper.journalRef} />
      <Told name={words.paper.venue} text={paper.venue} />
      {paper.doi && (
        <Fact name={words.paper.doi}>
          <a href={doiLink(paper.doi)} rel="noreferrer">
            {paper.doi}
          </a>
        </Fact>
      )}
      {paper.license && (
        <Fact name={words.paper.license}>
          <License text={paper.license} />
        </Fact>
      )}
      <Fact name={words.paper.id}>{paper.id}</Fact>
      {others.length > 0 && <Fact name={told.also}>{others.join(', ')}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children?: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Told({ name, text }: { name: string; text: string }) {
  if (!text) return null
  return (
    <Fact name={name}>
      <span dir="auto">{rich(text)}</span>
    </Fact>
  )
}

/** A licence is mostly an address, and its name stands in it. */
function License({ text }: { text: string }) {
  const [address] = text.match(/^https?:\/\/\S+$/) ?? []
  if (!address) return <>{text}</>
  const [, kind, version] =
    address.match(/creativecommons\.org\/licenses\/([a-z-]+)\/([\d.]+)/) ?? []
  const named =
    kind && version
      ? `CC ${kind.toUpperCase()} ${version}`
      : address.includes('/publicdomain/zero/')
        ? 'CC0'
        : address.includes('nonexclusive-distrib')
          ? words.paper.arxivLicense
          : address
  return (
    <a href={address} rel="noreferrer license">
      {named}
    </a>
  )
}

/** A field may hold several DOIs; the first one is linked. */
export const doiLink = (doi: string): string =>
  `https://doi.org/${encodeURI(doi.trim().split(/\s+/)[0] ?? '')}`
