/** What a module says of its own health, for `broadsheet doctor`: in words a keeper understands. */
export type Symptom = {
  /** What it is about: database, index, arXiv cs … */
  readonly about: string
  /** `watch` is not as it should be and mends itself; `ill` wants somebody to do something. */
  readonly state: 'well' | 'watch' | 'ill'
  /** What is so: a sentence. */
  readonly what: string
  /** What is done about it, or what to do: a sentence; empty where nothing is to be done. */
  readonly doing: string
}
