/** Opaque random text; only `src/accounts` makes one. */
export type ReaderId = string & { readonly brand: 'ReaderId' }

export type Role = 'reader' | 'curator' | 'keeper'

/** Readers and how they sign in. Whatever opens a door is kept as a hash of it. */
export type AccountTables = {
  readers: {
    id: ReaderId
    /** Unique, lower case: the name in `/people/ada` and in `@ada`. */
    handle: string
    name: string
    /** What readers say of themselves, as plain text. */
    about: string
    role: Role
    /** Nobody but the reader sees it. One of `.invalid` stands for none. */
    email: string
    emailVerified: number
    image: string | null
    joinedAt: string
    updatedAt: string
    bannedAt: string | null
    banReason: string
    /** Grows with whatever the reader does: pages made for a reader are kept under it. */
    acts: number
  }
  sessions: {
    id: string
    reader: ReaderId
    tokenHash: string
    /** How the reader signed in: `link`, `passkey`, or the name of a provider. */
    method: string
    userAgent: string
    openedAt: string
    usedAt: string
    expiresAt: string
  }
  /** A reader's account elsewhere, by which the reader may sign in. */
  identities: {
    id: string
    reader: ReaderId
    provider: string
    subject: string
    createdAt: string
    updatedAt: string
  }
  /** What waits for an answer: links sent, journeys to a provider, challenges to a passkey. */
  verifications: {
    id: string
    identifier: string
    value: string
    expiresAt: string
    createdAt: string
    updatedAt: string
  }
  passkeys: {
    id: string
    reader: ReaderId
    name: string | null
    publicKey: string
    credentialId: string
    counter: number
    deviceType: string
    backedUp: number
    transports: string | null
    aaguid: string | null
    createdAt: string | null
  }
  /** What programs sign in with. */
  tokens: {
    id: string
    reader: ReaderId
    name: string
    tokenHash: string
    /** Parted by spaces. */
    scopes: string
    madeAt: string
    usedAt: string
    /** The empty text for one that lasts. */
    expiresAt: string
  }
  invitations: {
    id: string
    codeHash: string
    role: Role
    /** The one address that may use it, or the empty text. */
    email: string
    note: string
    /** Null for one that was made on the command line, or whose maker is gone. */
    madeBy: ReaderId | null
    madeAt: string
    expiresAt: string
    usedBy: ReaderId | null
    usedAt: string | null
  }
  /** What the keeper decided. */
  houseRules: { name: string; value: string }
  /** What programs were answered that named a key for what they did, so that it is done once. */
  replies: {
    key: string
    reader: ReaderId
    request: string
    status: number
    body: string
    at: string
  }
  /** How often something was tried in a while, so that all nodes count together. */
  tallies: { key: string; count: number; until: string }
}
