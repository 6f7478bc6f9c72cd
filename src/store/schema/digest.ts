import type { Generated } from 'kysely'
import type { Day } from '#paper'
import type { ReaderId } from './accounts.ts'

/** Work for later, what is watched, and what goes out by mail. */
export type DigestTables = {
  /** Work that must happen once, not before an instant. A row goes when its work is done. */
  jobs: {
    place: Generated<number>
    kind: string
    /** No two of a kind. */
    key: string
    body: string
    notBefore: string
    tries: number
    /** Who does it just now, and until when it is theirs; both empty while it waits. */
    holder: string
    until: string
    /** Why it did not work the last time. */
    fault: string
    madeAt: string
  }
  /** Queries that somebody keeps. */
  watches: {
    id: string
    /** A reader, or a subscription without one. */
    owner: string
    /** `watch`: tell of what it finds; `pin`: whatever else there is; `mute`: never show it. */
    kind: 'watch' | 'pin' | 'mute'
    name: string
    /** What is followed: what a query finds, or what a person or a group puts forward. */
    about: About
    /** In the language of the search; of a person or a group, its id. */
    query: string
    /** How many of its papers a digest has at most. */
    most: number
    madeAt: string
  }
  /** Programs that are told what a watch finds. */
  hooks: {
    id: string
    owner: string
    watch: string
    url: string
    shape: 'json' | 'slack' | 'discord' | 'telegram' | 'feishu'
    secret: string
    /** How far of the log of changes it was told. */
    seen: number
    /** Up to when it was told what people and groups did; empty before the first time. */
    toldAt: string
    faults: number
    fault: string
    saidAt: string
    stoppedAt: string | null
    madeAt: string
  }
  /** How far programs of readers, which ask by themselves, were told what watches found. */
  askers: {
    owner: string
    /** What tells one program from the other. */
    name: string
    seen: number
    toldAt: string
    askedAt: string
  }
  subscriptions: {
    id: string
    reader: ReaderId | null
    address: string
    /** `asked`: not confirmed yet. `stopped`: by us, since its address does not work. */
    state: 'asked' | 'on' | 'ended' | 'stopped'
    /** The days of the week on which it comes: `12345`; Monday is 1. */
    days: string
    hour: number
    zone: string
    /** How many papers its sections have at most; 0 for a section that is left out. */
    front: number
    trending: number
    forYou: number
    /** The score that a paper must have for these. */
    least: number
    ifNone: 'word' | 'nothing'
    /** When the next digest is due, and the day it is of. Empty for none. */
    dueAt: string
    /** How far of the log of changes digests have told. 0 before the first. */
    seen: number
    askedAt: string
    confirmedAt: string | null
    endedAt: string | null
    endReason: string
  }
  /** Each digest that was due, and what became of it. */
  digests: {
    subscription: string
    /** The subscriber's day. */
    day: Day
    dueAt: string
    /**
     * `handing`: being given to the server, or it broke off then. `unclear`: it broke off twice, so
     * nobody knows. `empty`: there was nothing to tell. `dropped`: nobody wants it any more.
     */
    state:
      | 'due'
      | 'handing'
      | 'sent'
      | 'deferred'
      | 'empty'
      | 'unclear'
      | 'refused'
      | 'late'
      | 'dropped'
    tries: number
    /** How often the whole of it was given without an answer. */
    handovers: number
    /** What was chosen, as JSON, so that it is the same when it is sent again. */
    content: string
    papers: number
    upTo: number
    writtenAt: string
    sentAt: string
    fault: string
    /** When the letter came back after it was taken; empty if it did not. */
    bouncedAt: string
  }
  /** What servers said of addresses: no mail goes to one that is stopped. */
  addresses: {
    address: string
    faults: number
    fault: string
    at: string
    /** When a letter last came back that a server had taken first; empty for never. */
    cameBackAt: string
    stoppedAt: string | null
  }
}

/** What can be followed. */
export type About = 'query' | 'person' | 'group' | 'list'
