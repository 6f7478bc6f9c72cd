import type { Page } from '#digest'
import { digest as told } from '../words/digest.ts'
import { words } from '../words/words.ts'

/** A digest as a page of the site: the same words as in the mail. */
export function DigestPaper({ page }: { page: Page }) {
  return (
    <article class="digest">
      <header>
        <h2>{page.title}</h2>
        {page.lead && <p>{page.lead}</p>}
      </header>
      {page.none && <p class="notice">{page.none}</p>}
      {page.sections.map((section) => (
        <section>
          <h3 dir="auto">{section.name}</h3>
          {section.items.map((item) => (
            <div class="item">
              <h4 dir="auto">
                <a href={item.url}>{item.title}</a>
              </h4>
              <p class="byline" dir="auto">
                {item.authors || words.noAuthors}
              </p>
              {item.gist && <p dir="auto">{item.gist}</p>}
              <p class="slugline">
                {item.why && <span>{item.why}</span>}
                {item.vote && <a href={item.vote}>{told.acts.vote.button}</a>}
                {item.save && <a href={item.save}>{told.acts.save.button}</a>}
                {item.links.map(({ name, url }) => (
                  <a href={url} rel="noreferrer">
                    {name}
                  </a>
                ))}
              </p>
            </div>
          ))}
          {section.more && (
            <p>
              <a href={section.moreAt}>{section.more}</a>
            </p>
          )}
        </section>
      ))}
      {page.ledger.length > 0 && <p class="ledger-foot">{page.ledger.join(' · ')}</p>}
    </article>
  )
}
