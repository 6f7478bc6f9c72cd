import type { z } from 'zod'
import type { App } from '#app'
import type { Asking, Reader, Scope } from '#accounts'

/** What tools are made from: of the app, what they use. */
export type Site = Pick<
  App,
  'store' | 'search' | 'accounts' | 'press' | 'proxies' | 'log' | 'now'
> &
  Partial<Pick<App, 'styles'>>

/** Who asks, and from where papers are to be looked at. */
export type Desk = {
  readonly site: Site
  readonly asking: Asking
  readonly reader: Reader | undefined
  /** Scheme and host of the site. */
  readonly origin: string
  readonly now: Date
  readonly signal: AbortSignal
}

/** A tool for assistants: from this come its listing, the reading of what is sent, and its running. */
export type Tool = {
  readonly name: string
  readonly title: string
  readonly says: string
  readonly input: z.ZodObject
  readonly output: z.ZodObject
  /** Whether it takes a reader, and what that reader's token must be good for. */
  readonly who: 'anybody' | 'reader'
  readonly scope: Scope
  /** Whether it changes anything; doing so again changes nothing more. */
  readonly changes: boolean
  readonly run: (input: Record<string, unknown>, desk: Desk) => Promise<Record<string, unknown>>
}

/** Draws up a tool. What only reads is for anybody. */
export function tool<Input extends z.ZodObject, Output extends z.ZodObject>(
  drawn: Pick<Tool, 'name' | 'title' | 'says'> &
    Partial<Pick<Tool, 'who' | 'scope' | 'changes'>> & {
      readonly input: Input
      readonly output: Output
      readonly run: (input: z.output<Input>, desk: Desk) => Promise<z.input<Output>>
    },
): Tool {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is sent is read by the shape before it is run
  return { who: 'anybody', scope: 'read', changes: false, ...drawn } as unknown as Tool
}

/** Whoever asks, where the tool is for readers. */
export function readerIn({ reader }: Pick<Desk, 'reader'>): Reader {
  if (!reader) throw new Error('a tool for readers was run for nobody')
  return reader
}
