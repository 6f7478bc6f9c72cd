import {
  categoryName,
  codeLinks,
  isArxivId,
  lastFirst,
  nameParts,
  type Paper,
  paperPath,
  plainText,
} from '#paper'
import { tag, type Xml } from '#xml'

/** What is told of a paper, beside the paper. */
export type Told = {
  readonly paper: Paper
  readonly versions: readonly { number: number; at: string; standing: string }[]
  readonly votes: number
  readonly comments: number
  readonly picks: readonly {
    topic: string
    day: string
    position: number
    line: string
    pickedAt: string
  }[]
  readonly editions: readonly { id: string; name: string; day: string }[]
}

/** A format in which records are had. */
export type Format = {
  readonly prefix: string
  readonly namespace: string
  readonly schema: string
  /** Whether a paper can be told in it. */
  readonly fits: (paper: Paper) => boolean
  readonly write: (told: Told, origin: string) => Xml
}

const xsi = 'http://www.w3.org/2001/XMLSchema-instance'

/** An element that names its format and where that is described. */
const root = (
  name: string,
  { namespace, schema }: Pick<Format, 'namespace' | 'schema'>,
  names: Readonly<Record<string, string>>,
  parts: readonly (Xml | undefined)[],
) =>
  tag(name, { ...names, 'xmlns:xsi': xsi, 'xsi:schemaLocation': `${namespace} ${schema}` }, parts)

const some = (name: string, text: string): Xml | undefined =>
  text === '' ? undefined : tag(name, {}, text)

const dc: Pick<Format, 'namespace' | 'schema'> = {
  namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
}
const arxiv: Pick<Format, 'namespace' | 'schema'> = {
  namespace: 'http://arxiv.org/OAI/arXiv/',
  schema: 'http://arxiv.org/OAI/arXiv.xsd',
}
const raw: Pick<Format, 'namespace' | 'schema'> = {
  namespace: 'http://arxiv.org/OAI/arXivRaw/',
  schema: 'http://arxiv.org/OAI/arXivRaw.xsd',
}

const ofArxiv = ({ id, categories }: Paper) => isArxivId(id) && categories.length > 0

/** The formats that we speak; ours is described at the address it is served under. */
export const formatsAt = (origin: string): readonly Format[] => [
  { prefix: 'oai_dc', ...dc, fits: () => true, write: dublinCore },
  { prefix: 'arXiv', ...arxiv, fits: ofArxiv, write: arXiv },
  { prefix: 'arXivRaw', ...raw, fits: ofArxiv, write: arXivRaw },
  {
    prefix: 'curation',
    namespace: 'urn:broadsheet:curation:1',
    schema: `${origin}/oai/curation.xsd`,
    fits: () => true,
    write: curation,
  },
]

const doiOf = ({ doi }: Paper) => doi && `doi:${doi}`

/** Unqualified Dublin Core, in the manner of arXiv's. */
function dublinCore({ paper }: Told, origin: string): Xml {
  const { id, categories, publishedAt, updatedAt, comments, journalRef, license } = paper
  const dates = new Set([publishedAt, updatedAt].map((at) => at.slice(0, 10)).filter(Boolean))
  const place = isArxivId(id) ? `http://arxiv.org/abs/${id}` : ''
  return root(
    'oai_dc:dc',
    dc,
    { 'xmlns:oai_dc': dc.namespace, 'xmlns:dc': 'http://purl.org/dc/elements/1.1/' },
    [
      tag('dc:title', {}, plainText(paper.title)),
      ...paper.authors.map((name) => tag('dc:creator', {}, lastFirst(plainText(name)))),
      ...categories.map((code) => tag('dc:subject', {}, categoryName(code))),
      some('dc:description', plainText(paper.abstract || paper.summary)),
      some('dc:description', plainText(comments)),
      ...[...dates].map((date) => tag('dc:date', {}, date)),
      tag('dc:type', {}, 'text'),
      tag('dc:identifier', {}, origin + paperPath(id)),
      some('dc:identifier', place),
      some('dc:identifier', plainText(journalRef)),
      some('dc:identifier', doiOf(paper)),
      some('dc:rights', license),
    ],
  )
}

/** arXiv's own format; `created` is when the first version appeared, as its schema says. */
function arXiv({ paper, versions }: Told): Xml {
  const { id, categories, publishedAt, updatedAt } = paper
  const created = (versions[0]?.at ?? publishedAt).slice(0, 10)
  const updated = (versions.at(-1)?.at ?? updatedAt).slice(0, 10)
  return root('arXiv', arxiv, { xmlns: arxiv.namespace }, [
    tag('id', {}, id),
    some('created', created),
    some('updated', updated === created && versions.length < 2 ? '' : updated),
    paper.authors.length === 0 ? undefined : tag('authors', {}, paper.authors.map(authorOf)),
    tag('title', {}, paper.title),
    tag('categories', {}, categories.join(' ')),
    some('comments', paper.comments),
    some('journal-ref', paper.journalRef),
    some('doi', paper.doi),
    some('license', paper.license),
    some('abstract', paper.abstract),
  ])
}

function authorOf(name: string): Xml {
  const { family, given, suffix } = nameParts(name)
  return tag(
    'author',
    {},
    tag('keyname', {}, family),
    some('forenames', given),
    some('suffix', suffix),
  )
}

/** The format of which arXiv says that it holds all it knows: every version with its date. */
function arXivRaw({ paper, versions }: Told): Xml {
  const { id, authors, categories, publishedAt, updatedAt, standing } = paper
  const known =
    versions.length > 0
      ? versions
      : [publishedAt || updatedAt, ...(updatedAt > publishedAt ? [updatedAt] : [])].map(
          (at, i) => ({
            number: i + 1,
            at,
            standing,
          }),
        )
  return root('arXivRaw', raw, { xmlns: raw.namespace }, [
    tag('id', {}, id),
    tag('submitter', {}, authors[0] ?? ''),
    ...known.map(({ number, at, standing: stood }) =>
      tag(
        'version',
        { version: `v${number}` },
        tag('date', {}, mailDate(at)),
        some('source_type', stood === 'withdrawn' ? 'I' : ''),
      ),
    ),
    tag('title', {}, paper.title),
    tag('authors', {}, authors.join(', ')),
    tag('categories', {}, categories.join(' ')),
    some('comments', paper.comments),
    some('journal-ref', paper.journalRef),
    some('doi', paper.doi),
    some('license', paper.license),
    some('abstract', paper.abstract),
  ])
}

const mailDate = (at: string) => {
  const date = new Date(/^\d{4}-\d\d$/.test(at) ? `${at}-01` : at)
  return Number.isNaN(date.getTime()) ? '' : date.toUTCString()
}

/** What readers here made of a paper. */
function curation({ paper, votes, comments, picks, editions }: Told, origin: string): Xml {
  const format = { namespace: 'urn:broadsheet:curation:1', schema: `${origin}/oai/curation.xsd` }
  return root('curation', format, { xmlns: format.namespace }, [
    tag('id', {}, paper.id),
    tag('page', {}, origin + paperPath(paper.id)),
    tag('votes', {}, String(votes)),
    tag('comments', {}, String(comments)),
    ...picks.map(({ topic, day, position, line, pickedAt }) =>
      tag(
        'pick',
        { topic: topic || undefined, day, position: String(position + 1), at: pickedAt },
        line,
      ),
    ),
    ...editions.map(({ id, day, name }) => tag('edition', { id, day }, name)),
    ...codeLinks(`${paper.abstract} ${paper.comments}`).map((link) => tag('code', {}, link)),
  ])
}

/** The schema of our own format. */
export const curationSchema = `<?xml version="1.0" encoding="utf-8"?>
<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:c="urn:broadsheet:curation:1"
  targetNamespace="urn:broadsheet:curation:1" elementFormDefault="qualified">
  <element name="curation">
    <complexType>
      <sequence>
        <element name="id" type="string"/>
        <element name="page" type="anyURI"/>
        <element name="votes" type="nonNegativeInteger"/>
        <element name="comments" type="nonNegativeInteger"/>
        <element name="pick" minOccurs="0" maxOccurs="unbounded">
          <complexType>
            <simpleContent>
              <extension base="string">
                <attribute name="topic" type="string"/>
                <attribute name="day" type="date" use="required"/>
                <attribute name="position" type="positiveInteger" use="required"/>
                <attribute name="at" type="dateTime" use="required"/>
              </extension>
            </simpleContent>
          </complexType>
        </element>
        <element name="edition" minOccurs="0" maxOccurs="unbounded">
          <complexType>
            <simpleContent>
              <extension base="string">
                <attribute name="id" type="string" use="required"/>
                <attribute name="day" type="date" use="required"/>
              </extension>
            </simpleContent>
          </complexType>
        </element>
        <element name="code" type="anyURI" minOccurs="0" maxOccurs="unbounded"/>
      </sequence>
    </complexType>
  </element>
</schema>
`
