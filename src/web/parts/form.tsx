import type { Child } from 'hono/jsx'
import { createContext, useContext } from '#jsx'

/** What forms of a page carry so that we know them for ours. `Layout` provides it. */
export const FormToken = createContext('')

type Attributes = {
  readonly action: string
  readonly class?: string
  readonly id?: string
  readonly 'aria-label'?: string
  readonly 'aria-labelledby'?: string
  readonly enctype?: 'multipart/form-data'
  /** What a script reads of it. */
  readonly [data: `data-${string}`]: string
  readonly children?: Child
}

/** A form that posts. Every one of ours is this: a form without its token is refused. */
export function Form({ children, ...attributes }: Attributes) {
  const token = useContext(FormToken)
  return (
    <form method="post" {...attributes}>
      {token && <input type="hidden" name="token" value={token} />}
      {children}
    </form>
  )
}
