import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

/** A module imports from rows above its own, through its entry file, and from nowhere else. */
const rows = [
  ['domain-error', 'config', 'log', 'symptom', 'jsx', 'xml', 'client'],
  ['paper', 'labs'],
  ['store', 'mail', 'citations'],
  ['jobs', 'accounts', 'catalog'],
  ['harvest', 'search', 'curation', 'votes', 'discussion'],
  ['library'],
  ['trending', 'recommend', 'watches', 'groups', 'claims'],
  ['digest', 'dump'],
  ['app'],
  ['web', 'api', 'mcp'],
  ['cli'],
  ['main'],
]

/** Any module may read a table; one alone writes it. */
const writers: Record<string, string> = {
  papers: 'catalog',
  datestamps: 'catalog',
  authorships: 'catalog',
  listings: 'catalog',
  editions: 'catalog',
  editionEntries: 'catalog',
  changes: 'store',
  bookmarks: 'store',
  leases: 'store',
  sources: 'harvest',
  asides: 'harvest',
  announcements: 'harvest',
  checks: 'harvest',
  repairs: 'harvest',
  readers: 'accounts',
  sessions: 'accounts',
  identities: 'accounts',
  verifications: 'accounts',
  passkeys: 'accounts',
  tokens: 'accounts',
  invitations: 'accounts',
  houseRules: 'accounts',
  tallies: 'accounts',
  replies: 'accounts',
  calendar: 'catalog',
  versions: 'catalog',
  merges: 'catalog',
  selves: 'catalog',
  carried: 'store',
  turns: 'store',
  votes: 'votes',
  signals: 'store',
  endorsements: 'curation',
  picks: 'curation',
  comments: 'discussion',
  commentEdits: 'discussion',
  reactions: 'discussion',
  reports: 'discussion',
  rulings: 'discussion',
  appeals: 'discussion',
  notices: 'discussion',
  quiet: 'discussion',
  noticeLetters: 'digest',
  acts: 'curation',
  groups: 'groups',
  members: 'groups',
  groupAsks: 'groups',
  groupInvitations: 'groups',
  groupPapers: 'groups',
  groupVotes: 'groups',
  meetings: 'groups',
  meetingPapers: 'groups',
  claims: 'claims',
  disputes: 'claims',
  decisions: 'accounts',
  scores: 'trending',
  leanings: 'recommend',
  interests: 'recommend',
  tastes: 'recommend',
  jobs: 'jobs',
  watches: 'watches',
  hooks: 'watches',
  askers: 'watches',
  subscriptions: 'digest',
  digests: 'digest',
  addresses: 'digest',
  saved: 'library',
  collections: 'library',
  collectionPapers: 'library',
  tags: 'library',
  notes: 'library',
  noteEdits: 'library',
  libraryActs: 'library',
  libraryBefore: 'library',
  imports: 'library',
  importItems: 'library',
  topics: 'library',
  topicExamples: 'library',
}

const row = (module: string) => rows.findIndex((modules) => modules.includes(module))

const files = globSync('src/**/*.{ts,tsx}').filter(
  (file) => !file.includes('.test.') && !file.startsWith('src/jsx'),
)

test('a module imports only from the rows above its own, through the entry file', () => {
  for (const file of files) {
    const module = moduleOf(file)
    assert.notEqual(row(module), -1, `${file}: ${module} stands in no row`)
    for (const [, other = ''] of importsIn(file, /(?:from|import\() ?'#([\w/-]+)'/g)) {
      assert.ok(row(other) >= 0 && row(other) < row(module), `${file} may not import ${other}`)
    }
    for (const [, path = ''] of importsIn(file, /(?:from|import\() ?'(\.[^']+)'/g)) {
      const target = join(dirname(file), path)
      // What runs in a browser may use labs/, which is a package for browsers.
      const forBrowsers = file.startsWith('src/web/islands/') && target.startsWith('labs/src/')
      const inside = forBrowsers || target.startsWith(`src/${module}`)
      assert.ok(inside, `${file}: ${path} goes round the entry file`)
    }
  }
})

test('a table is written by one module alone', () => {
  for (const file of files) {
    for (const [, table = ''] of importsIn(
      file,
      /(?:insertInto|updateTable|deleteFrom|insertRows)\((?:\w+, )?'(\w+)'/g,
    )) {
      assert.equal(writers[table], moduleOf(file), `${file} writes ${table}`)
    }
  }
})

test('whoever reads comments says whose: everybody’s, or those of a group', () => {
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    const reads = /(?:selectFrom|[jJ]oin)\('comments/.test(text)
    const ofTalk = moduleOf(file) === 'discussion'
    assert.ok(!reads || ofTalk || text.includes('inGroup'), `${file} may tell what a group said`)
  }
})

test('a library has one home', () => {
  const homes = new Map<string, Set<string>>()
  for (const file of files) {
    for (const [, library = ''] of importsIn(file, /(?:from |import\()'([@a-z][^':]*)'/g)) {
      if (/^(kysely|zod|hono)(\/|$)/.test(library)) continue
      homes.set(library, (homes.get(library) ?? new Set()).add(moduleOf(file)))
    }
  }
  for (const [library, modules] of homes)
    assert.equal(modules.size, 1, `${library}: ${[...modules].join(', ')}`)
})

const moduleOf = (file: string) => file.match(/^src\/([\w-]+)/)?.[1] ?? ''

const importsIn = (file: string, shape: RegExp) => readFileSync(file, 'utf8').matchAll(shape)
