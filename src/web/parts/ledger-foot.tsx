import type { LedgerDay } from '#harvest'
import { inOneLine, ledger as told } from '../words/ledger.ts'

/** Below a day's papers: how much of what was announced they are, in each category asked about. */
export function LedgerFoot({ lines }: { lines: readonly LedgerDay[] }) {
  const [first] = lines
  if (!first) return <></>
  return (
    <aside class="ledger-foot" aria-label={told.foot}>
      <a href={`/ledger?to=${first.day}`}>{told.heading}</a>
      <ul>
        {lines.map((line) => (
          <li>
            {line.category}: {inOneLine(line)}
          </li>
        ))}
      </ul>
    </aside>
  )
}
