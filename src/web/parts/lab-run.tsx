import type { Child } from 'hono/jsx'
import type { Experiment, Knob, Lab, Plot } from '#labs'
import { type Paper, plainText } from '#paper'
import { labCode } from '../lab-code.ts'
import { labsWords as words } from '../words/labs.ts'
import { Command } from './command.tsx'

/** An experiment to run on this page; the island brings it to life. */
export function LabRun(props: {
  method: string
  experiment: Experiment
  text: string
  /** A page may hold several; ids are theirs. */
  level?: 2 | 3
}) {
  const { method, experiment, text, level = 3 } = props
  const { name, title, says, knobs, plots, panels, grids, model, reads } = experiment
  const Heading = level === 2 ? 'h2' : 'h3'
  const id = `${method}-${name}`
  return (
    <section class="lab-run" aria-labelledby={id} id={`run-${name}`}>
      <header>
        <Heading id={id}>{title}</Heading>
        <p>{says}</p>
      </header>
      <broadsheet-lab
        hidden
        data-method={method}
        data-experiment={name}
        data-worker={labCode().worker}
        data-nano={labCode().checkpoint('nano')}
        data-byte={labCode().checkpoint('byte')}
      >
        <Sentences />
        <form class="controls">
          <div class="knobs">
            {knobs.map((knob) => (
              <Setting knob={knob} />
            ))}
            <label>
              <span>{words.seed}</span>
              <input name="seed" value="one" maxlength={60} autocomplete="off" spellcheck={false} />
            </label>
          </div>
          {reads && (
            <details>
              <summary>{words.text}</summary>
              <textarea name="text" rows={8} aria-label={words.text} spellcheck={false}>
                {text}
              </textarea>
              <p class="source">{words.textNote}</p>
            </details>
          )}
          <p class="acts">
            <button class="start">{words.start}</button>
            <button type="button" data-act="pause">
              {words.pause}
            </button>
            <button type="button" data-act="stop">
              {words.stop}
            </button>
            <progress value={0} max={1} aria-label={words.progress}></progress>
            <span role="status">{words.ready}</span>
            <a download={`${method}-${name}.json`} href="#" hidden>
              {words.save}
            </a>
          </p>
        </form>
        <div class="pictures">
          {plots.map((plot) => (
            <PlotFigure plot={plot} />
          ))}
          {grids.map((grid) => (
            <figure class="grid">
              <figcaption>{grid.title}</figcaption>
              <canvas
                data-grid={grid.name}
                width={1}
                height={1}
                role="img"
                aria-label={`${grid.title}. ${grid.y} in rows, ${grid.x} in columns.`}
              ></canvas>
              <p class="source">
                ↓ {grid.y} · → {grid.x}
              </p>
            </figure>
          ))}
          {panels.map((panel) => (
            <figure class="panel">
              <figcaption>{panel.title}</figcaption>
              <p class="source legend">
                {Object.entries(panel.legend).map(([state, meaning]) => (
                  <span>
                    <span class={`piece ${state} weight-5`}>abc</span> {meaning}
                  </span>
                ))}
              </p>
              <p class="text" data-panel={panel.name} dir="auto"></p>
            </figure>
          ))}
          <dl class="facts figures"></dl>
        </div>
      </broadsheet-lab>
      <p class="source">
        {words.model(model)} {words.commandLine}{' '}
        <Command line={`broadsheet labs run ${method} --experiment ${name} --json`} />
      </p>
    </section>
  )
}

function Setting({ knob: { name, says, least, most, usual, fractional } }: { knob: Knob }) {
  return (
    <label>
      <span>{says}</span>
      <input
        type="number"
        name={name}
        data-knob
        value={usual}
        min={least}
        max={most}
        step={fractional ? 'any' : 1}
        required
        title={words.range(least, most)}
      />
    </label>
  )
}

/** A picture to be drawn, its legend and the table behind it. */
function PlotFigure({ plot }: { plot: Plot }) {
  return (
    <figure data-plot={JSON.stringify(plot)}>
      <figcaption>
        {plot.title} <span class="source">{plot.y.says}</span>
      </figcaption>
      <div class="plot"></div>
      <ul class="legend" aria-hidden="true">
        {plot.series.map(({ name, role }, i) => (
          <li>
            <svg width="22" height="8" viewBox="0 0 22 8">
              <g class={`series-${i} ${role}`}>
                <polyline points="0,4 22,4" />
              </g>
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <details>
        <summary>{words.numbers}</summary>
        <div class="wide">
          <table>
            <caption>{plot.title}</caption>
            <thead>
              <tr>
                <th scope="col">{plot.x.says}</th>
                {plot.series.map(({ name }) => (
                  <th scope="col">{name}</th>
                ))}
              </tr>
            </thead>
            <tbody></tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

/** What the island may have to say, in the words of the page. */
function Sentences() {
  const said = {
    running: words.running,
    paused: words.paused,
    pause: words.pause,
    'go-on': words.goOn,
    done: words.done,
    stopped: words.stopped,
    broke: words.broke,
  }
  return (
    <>
      {Object.entries(said).map(([name, text]) => (
        <template data-says={name} data-text={text}></template>
      ))}
    </>
  )
}

/** On a paper's own page: what its lab opens with, on the words of that paper. */
export function RunHere({ lab, papers }: { lab: Lab; papers: readonly Paper[] }) {
  const [experiment] = lab.experiments
  if (!experiment) return null
  return (
    <section class="section lab-here" aria-labelledby="runs-here">
      <h2 id="runs-here">{words.runs}</h2>
      <p>
        {lab.does} {words.runsSays} <a href={labPath(lab.method)}>{words.toLab(lab.name)}</a>
      </p>
      <LabRun method={lab.method} experiment={experiment} text={textOf(papers)} />
    </section>
  )
}

export const labPath = (method: string): string => `/labs/${method}`

/** Enough text to be long for a small model: the first paper's, and then that of papers like it. */
export function textOf(papers: readonly Paper[]): string {
  const all = papers.map(({ title, abstract, summary }) =>
    plainText([title, abstract || summary].filter(Boolean).join('. ')),
  )
  let text = ''
  for (const more of all) if (text.length < 3000) text += text ? `\n\n${more}` : more
  return text.slice(0, 4096)
}

/** What a page with experiments must load. */
export const LabScript = () => (
  <script type="module" src={labCode().addressOf('src/web/islands/lab.ts')}></script>
)

declare module 'hono/jsx' {
  // oxlint-disable-next-line typescript/no-namespace -- how Hono is told of an element of ours
  namespace JSX {
    interface IntrinsicElements {
      'broadsheet-lab': { hidden?: boolean; children?: Child; [data: `data-${string}`]: string }
    }
  }
}
