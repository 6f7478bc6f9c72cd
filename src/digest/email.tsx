import { raw } from 'hono/html'
import type { Item, Page } from './page-of.ts'
import { digestWords as words } from './words.ts'

/**
 * A digest as HTML for mail: one column of a table, every style where it is used, since many mail
 * programs know nothing else. Those that do know more follow the reader into the dark. It loads
 * nothing from anywhere.
 */
export function htmlDigest(page: Page): string {
  // oxlint-disable-next-line typescript/no-base-to-string -- an element of Hono's is text in the end
  return String(<Letter {...page} />)
}

/** What stands in it, without the sheet around it: for an entry of a feed. */
export function htmlBody(page: Page): string {
  // oxlint-disable-next-line typescript/no-base-to-string -- an element of Hono's is text in the end
  return String(<Body {...page} />)
}

function Body({ none, sections }: Page) {
  return (
    <>
      {none && <p>{none}</p>}
      {sections.map(({ name, items }) => (
        <>
          <h2>{name}</h2>
          {items.map(({ title, url, authors, gist, why }) => (
            <>
              <h3>
                <a href={url}>{title}</a>
              </h3>
              <p>{authors}</p>
              {gist && <p>{gist}</p>}
              {why && <p>{why}</p>}
            </>
          ))}
        </>
      ))}
    </>
  )
}

const serif = "font-family:Georgia,'Times New Roman',serif;"
const sans = 'font-family:Helvetica,Arial,sans-serif;'
const ink = 'color:#1c1b19;'
const soft = 'color:#5f5b53;'
const link = 'color:#7a2b1d;'

/** What few mail programs read: the dark, and narrow screens. */
const style = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .sheet, .sheet td { background: #191816 !important; }
  .ink, .ink a { color: #ebe7df !important; }
  .soft, .soft a { color: #a8a296 !important; }
  .link { color: #e39a86 !important; }
  .rule { border-color: #4a463f !important; }
}
@media (max-width: 480px) { .sheet td.inner { padding: 16px 14px !important; } }
`

function Letter({ title, lead, none, sections, ledger, foot, address }: Page) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="supported-color-schemes" content="light dark" />
          <title>{title}</title>
          <style>{raw(style)}</style>
        </head>
        <body class="sheet" style="margin:0;padding:0;background:#fbf9f4;">
          <table
            class="sheet"
            role="presentation"
            width="100%"
            cellpadding="0"
            cellspacing="0"
            style="background:#fbf9f4;"
          >
            <tr>
              <td class="inner" align="center" style="padding:24px;">
                <table
                  role="presentation"
                  width="100%"
                  cellpadding="0"
                  cellspacing="0"
                  style="max-width:600px;text-align:left;"
                >
                  <tr>
                    <td>
                      <p
                        class="ink"
                        style={`${serif}${ink}margin:0;font-size:26px;line-height:1.1;font-weight:bold;`}
                      >
                        {words.name}
                      </p>
                      <p
                        class="soft rule"
                        style={`${sans}${soft}margin:6px 0 0;padding:6px 0;font-size:13px;border-top:3px double #1c1b19;border-bottom:1px solid #cfc9bd;`}
                      >
                        {title}
                        {lead && ` · ${lead}`}
                      </p>
                    </td>
                  </tr>
                  {none && (
                    <tr>
                      <td>
                        <h2 class="ink" style={`${serif}${ink}font-size:20px;margin:20px 0 6px;`}>
                          {words.none}
                        </h2>
                        <p
                          class="ink"
                          style={`${serif}${ink}font-size:16px;line-height:1.5;margin:0;`}
                        >
                          {none}
                        </p>
                      </td>
                    </tr>
                  )}
                  {sections.map((section) => (
                    <Part {...section} />
                  ))}
                  <tr>
                    <td
                      class="soft rule"
                      style={`${sans}${soft}font-size:12px;line-height:1.6;padding:22px 0 0;`}
                    >
                      {ledger.length > 0 && (
                        <p
                          class="soft rule"
                          style="margin:0 0 12px;padding-top:10px;border-top:1px solid #cfc9bd;"
                        >
                          {words.ledger}: {ledger.join(' · ')}
                        </p>
                      )}
                      <p style="margin:0 0 8px;">
                        <a class="link" href={foot.web} style={link}>
                          {words.foot.web}
                        </a>
                        {' · '}
                        <a class="link" href={foot.choices} style={link}>
                          {words.foot.choices}
                        </a>
                        {' · '}
                        <a class="link" href={foot.leave} style={link}>
                          {words.foot.leave}
                        </a>
                      </p>
                      <p style="margin:0;">{words.foot.why(address)}</p>
                    </td>
                  </tr>
                </table>
              </td>
            </tr>
          </table>
        </body>
      </html>
    </>
  )
}

function Part({ name, items, more, moreAt }: Page['sections'][number]) {
  return (
    <>
      <tr>
        <td>
          <h2
            class="ink rule"
            dir="auto"
            style={`${sans}${ink}margin:24px 0 4px;padding-bottom:4px;font-size:13px;text-transform:uppercase;letter-spacing:0.06em;border-bottom:1px solid #cfc9bd;`}
          >
            {name}
          </h2>
        </td>
      </tr>
      {items.map((item) => (
        <Entry {...item} />
      ))}
      {more && (
        <tr>
          <td style={`${sans}font-size:13px;padding:8px 0 0;`}>
            <a class="link" href={moreAt} style={link}>
              {more}
            </a>
          </td>
        </tr>
      )}
    </>
  )
}

function Entry({ title, url, authors, gist, why, vote, save, links }: Item) {
  const acts = [
    { name: words.vote, url: vote },
    { name: words.save, url: save },
  ]
  const all = [...acts.filter((act) => act.url !== ''), ...links]
  return (
    <tr>
      <td style="padding:10px 0 6px;">
        <h3
          dir="auto"
          style={`${serif}margin:0 0 2px;font-size:18px;line-height:1.3;overflow-wrap:anywhere;`}
        >
          <a class="ink" href={url} style={`${ink}text-decoration:none;`}>
            {title}
          </a>
        </h3>
        {authors && (
          <p
            class="soft"
            dir="auto"
            style={`${sans}${soft}margin:0 0 4px;font-size:13px;line-height:1.45;`}
          >
            {authors}
          </p>
        )}
        {gist && (
          <p
            class="ink"
            dir="auto"
            style={`${serif}${ink}margin:0 0 4px;font-size:15px;line-height:1.5;overflow-wrap:anywhere;`}
          >
            {gist}
          </p>
        )}
        <p class="soft" style={`${sans}${soft}margin:0;font-size:12px;line-height:1.6;`}>
          {why && `${why} `}
          {all.map(({ name, url: to }, i) => (
            <>
              {(i > 0 || why) && ' · '}
              <a class="link" href={to} style={link}>
                {name}
              </a>
            </>
          ))}
        </p>
      </td>
    </tr>
  )
}
