import type { Child } from 'hono/jsx'
import type { GroupFound } from '#groups'
import { subjectFeed } from '#watches'
import { groups as words } from '../words/groups.ts'
import { type Frame, Layout } from './layout.tsx'
import { groupPath } from './paths.ts'

type Where = keyof typeof words.pages

/** A page of a group: its name, what it is, and where to go in it. */
export function GroupPage(props: {
  frame: Frame
  group: GroupFound
  here: Where
  title?: string
  meta?: Child
  children?: Child
}) {
  const { frame, group, here, title, meta, children } = props
  const { id, name, openness, as, closedAt } = group
  const pages: readonly (readonly [Where, string])[] = [
    ['front', ''],
    ['meetings', '/meetings'],
    ['archive', '/archive'],
    ['members', '/members'],
    ...(as === 'owner'
      ? ([
          ['moderation', '/moderation'],
          ['settings', '/settings'],
        ] as const)
      : []),
  ]
  return (
    <Layout
      frame={frame}
      title={title ? `${title} — ${name}` : name}
      meta={meta}
      feed={openness === 'public' ? subjectFeed('group', id) : undefined}
      feedTitle={name}
      {...(openness === 'private' ? { unlisted: true as const } : {})}
    >
      <header class="group-head">
        <p class="kicker">
          <a href="/groups">{words.nav}</a> · {words.openness[openness]}
        </p>
        {here === 'front' && !title ? (
          <h1 dir="auto">{name}</h1>
        ) : (
          <p class="group-name" dir="auto">
            <a href={groupPath(id)}>{name}</a>
          </p>
        )}
        <nav aria-label={words.pages.label}>
          <ul>
            {pages.map(([page, path]) => (
              <li>
                <a href={groupPath(id) + path} aria-current={page === here ? 'page' : undefined}>
                  {words.pages[page]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {closedAt && <p class="notice">{words.closed}</p>}
      </header>
      {children}
    </Layout>
  )
}
