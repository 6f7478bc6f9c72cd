import { type Choices, usualChoices } from '#digest'
import { digest as words } from '../words/digest.ts'

/** What somebody chose in the fields below; `readChoices` judges it. */
export function choicesIn(params: URLSearchParams): Choices {
  return { ...choicesWith(params, usualChoices), days: params.getAll('day').join('') }
}

/** What is chosen already, with what an address asks for instead: `?front=0&trending=10`. */
export function choicesWith(params: URLSearchParams, base: Choices): Choices {
  const number = (name: 'hour' | 'front' | 'trending' | 'forYou' | 'least') =>
    params.has(name) ? Number(params.get(name)) : base[name]
  return {
    days: params.has('day') ? params.getAll('day').join('') : base.days,
    hour: number('hour'),
    zone: (params.get('zone') ?? '').trim() || base.zone,
    front: number('front'),
    trending: number('trending'),
    forYou: number('forYou'),
    least: number('least'),
    ifNone: params.has('ifNone')
      ? params.get('ifNone') === 'nothing'
        ? 'nothing'
        : 'word'
      : base.ifNone,
  }
}

const limits = [0, 3, 5, 10, 20, 50]

/** The fields of a form by which a digest is chosen; some are for readers with an account. */
export function ChoiceFields({ choices, reads }: { choices: Choices; reads: boolean }) {
  const { days, hour, zone, front, trending, forYou, least, ifNone } = choices
  return (
    <>
      <fieldset>
        <legend>{words.days}</legend>
        {words.dayNames.map((name, i) => (
          <label>
            <input
              type="checkbox"
              name="day"
              value={String(i + 1)}
              checked={days.includes(String(i + 1))}
            />{' '}
            {name}
          </label>
        ))}
      </fieldset>
      <p class="row">
        <label>
          {words.hour}{' '}
          <select name="hour">
            {Array.from({ length: 24 }, (_, at) => (
              <option value={String(at)} selected={at === hour}>
                {words.hourOf(at)}
              </option>
            ))}
          </select>
        </label>{' '}
        <label>
          {words.zone}{' '}
          <input name="zone" value={zone} list="zones" maxlength={60} autocomplete="off" required />
        </label>
        <datalist id="zones">
          {zones.map((name) => (
            <option value={name}></option>
          ))}
        </datalist>
      </p>
      <fieldset>
        <legend>{words.sections}</legend>
        <Limit name="front" label={words.front} value={front} />
        <Limit name="trending" label={words.trending} value={trending} />
        <label>
          {words.least}{' '}
          <input type="number" name="least" min="0" max="10000" value={String(least)} />
        </label>
        {reads && <Limit name="forYou" label={words.forYou} value={forYou} />}
      </fieldset>
      <p>
        <label>
          {words.ifNone}{' '}
          <select name="ifNone">
            {(['word', 'nothing'] as const).map((way) => (
              <option value={way} selected={way === ifNone}>
                {words.ifNoneWays[way]}
              </option>
            ))}
          </select>
        </label>
      </p>
    </>
  )
}

function Limit({ name, label, value }: { name: string; label: string; value: number }) {
  const all = limits.includes(value) ? limits : [...limits, value].toSorted((a, b) => a - b)
  return (
    <label>
      {label}{' '}
      <select name={name}>
        {all.map((limit) => (
          <option value={String(limit)} selected={limit === value}>
            {limit === 0 ? words.none : words.atMost(limit)}
          </option>
        ))}
      </select>
    </label>
  )
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]
