import type { Card } from '#labs'
import { labsWords as words } from '../words/labs.ts'
import { Command } from './command.tsx'

/** A claim of a paper, how it was tried, and what came out. */
export function ClaimCard({ card }: { card: Card }) {
  const { says, check, verdict, expected, figures, seeds, examples, model, command } = card
  return (
    <article class="claim">
      <header>
        <h3>{says}</h3>
        <Verdict verdict={verdict} />
      </header>
      <p>
        {words.check} {check} {words.verdicts[verdict]}
        {expected === verdict ? '' : ` ${words.expected(expected)}`}
      </p>
      <dl class="facts figures">
        {Object.entries(figures).map(([name, { mean, low, high }]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <b>{figure(mean)}</b>
              {low === high ? '' : ` (${figure(low)} to ${figure(high)})`}
            </dd>
          </div>
        ))}
      </dl>
      <p class="source">
        {words.over(seeds, examples, model)} <Command line={command} />
      </p>
    </article>
  )
}

/** Four figures, and powers of ten for what is very small. */
export function figure(value: number): string {
  if (value === 0 || Number.isInteger(value)) return value.toLocaleString('en')
  return Math.abs(value) < 1e-3 ? value.toExponential(1) : Number(value.toPrecision(4)).toString()
}

/** What became of a claim. */
export const Verdict = ({ verdict }: { verdict: string }) => (
  <span class={`verdict ${verdict.replaceAll(' ', '-')}`} title={words.verdicts[verdict]}>
    {verdict}
  </span>
)
