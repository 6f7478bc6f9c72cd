import type { Piece, Plot, Telling } from '../../../labs/src/arena/telling.ts'
import { gathering } from '../../../labs/src/arena/telling.ts'
import type { Order, Report } from '../../../labs/src/arena/orders.ts'
import { draw, write } from './lab-plot.ts'

/**
 * An experiment on a page. The element holds a form, empty figures and their tables, out of sight until
 * this script runs; the experiment itself runs in a worker, so that the page stays quick.
 */
class Lab extends HTMLElement {
  private worker: Worker | undefined
  private gathered = gathering()
  private isDue = false

  connectedCallback(): void {
    this.hidden = false
    this.form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.run()
    })
    this.button('pause').addEventListener('click', () => this.pauseOrGoOn())
    this.button('stop').addEventListener('click', () => this.order({ kind: 'stop' }))
    for (const table of this.querySelectorAll('figure details')) {
      table.addEventListener('toggle', () => this.soon())
    }
    new ResizeObserver(() => this.soon()).observe(this)
  }

  disconnectedCallback(): void {
    this.worker?.terminate()
  }

  private run(): void {
    this.worker?.terminate()
    this.gathered = gathering()
    this.worker = new Worker(this.dataset['worker'] ?? '', { type: 'module' })
    this.worker.addEventListener('message', ({ data }: MessageEvent<Report>) => this.hear(data))
    this.worker.addEventListener('error', () => this.end(this.said('broke')))
    const fields = new FormData(this.form)
    const text = (name: string) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value : ''
    }
    const knobs = [...this.form.querySelectorAll<HTMLInputElement>('input[data-knob]')]
    this.order({
      kind: 'run',
      settings: {
        method: this.dataset['method'] ?? '',
        experiment: this.dataset['experiment'] ?? '',
        seed: text('seed'),
        text: text('text'),
        knobs: Object.fromEntries(knobs.map(({ name, valueAsNumber }) => [name, valueAsNumber])),
      },
      checkpoints: { nano: this.dataset['nano'] ?? '', byte: this.dataset['byte'] ?? '' },
    })
    this.say(this.said('running'))
    this.dataset['state'] = 'running'
    this.button('pause').textContent = this.said('pause')
    this.progress.value = 0
    this.link.hidden = true
    this.soon()
  }

  private pauseOrGoOn(): void {
    const isPaused = this.dataset['state'] === 'paused'
    this.order({ kind: isPaused ? 'go on' : 'pause' })
    this.dataset['state'] = isPaused ? 'running' : 'paused'
    this.button('pause').textContent = this.said(isPaused ? 'pause' : 'go-on')
    this.say(this.said(isPaused ? 'running' : 'paused'))
  }

  private hear(report: Report): void {
    switch (report.kind) {
      case 'told':
        for (const told of report.tellings) this.take(told)
        return this.soon()
      case 'done': {
        const file = new Blob([JSON.stringify(report.outcome, null, 2)], {
          type: 'application/json',
        })
        URL.revokeObjectURL(this.link.href)
        this.link.href = URL.createObjectURL(file)
        this.link.hidden = false
        const seconds = (report.outcome.ms / 1000).toFixed(1)
        this.showFigures(report.outcome.figures)
        return this.end(this.said(report.stopped ? 'stopped' : 'done').replace('{s}', seconds))
      }
      case 'refused':
        return this.end(report.sentence)
    }
  }

  private take(told: Telling): void {
    this.gathered.take(told)
    if (told.kind === 'progress') this.progress.value = told.done / told.of
    if (told.kind === 'text') this.showText(told.panel, told.pieces)
    if (told.kind === 'grid') this.showGrid(told.grid, told.rows)
  }

  private end(sentence: string): void {
    this.worker?.terminate()
    this.worker = undefined
    this.dataset['state'] = 'ended'
    this.say(sentence)
    this.soon()
  }

  /** Draws at the browser's next frame, however much was told before it. */
  private soon(): void {
    if (this.isDue) return
    this.isDue = true
    requestAnimationFrame(() => {
      this.isDue = false
      for (const figure of this.querySelectorAll<HTMLElement>('figure[data-plot]'))
        this.drawIn(figure)
    })
  }

  private drawIn(figure: HTMLElement): void {
    const plot = plotOf(figure)
    const place = figure.querySelector<HTMLElement>('.plot')
    if (!place || place.clientWidth === 0) return
    const points = (series: string) => this.gathered.points(plot.name, series)
    place.replaceChildren(draw(plot, points, place.clientWidth))
    const details = figure.querySelector('details')
    const table = figure.querySelector('table')
    if (details?.open === true && table) fillTable(table, plot, points)
  }

  private showText(panel: string, pieces: readonly Piece[]): void {
    const place = this.querySelector(`[data-panel="${panel}"]`)
    place?.replaceChildren(
      ...pieces.map(({ text, weight, state }) => {
        const piece = document.createElement('span')
        piece.textContent = text
        piece.className = `${state} weight-${Math.round(weight * 5)}`
        return piece
      }),
    )
    // What is new stands at the end.
    if (place) place.scrollTop = place.scrollHeight
  }

  private showGrid(name: string, rows: readonly (readonly number[])[]): void {
    const canvas = this.querySelector<HTMLCanvasElement>(`canvas[data-grid="${name}"]`)
    const paint = canvas?.getContext('2d')
    if (!canvas || !paint) return
    const size = Math.max(rows.length, ...rows.map((row) => row.length))
    canvas.width = canvas.height = size
    const ink = getComputedStyle(this).color
    paint.fillStyle = ink
    rows.forEach((row, y) =>
      row.forEach((share, x) => {
        paint.globalAlpha = share
        paint.fillRect(x, y, 1, 1)
      }),
    )
  }

  private showFigures(figures: Readonly<Record<string, number>>): void {
    const list = this.querySelector('.figures')
    list?.replaceChildren(
      ...Object.entries(figures).map(([name, value]) => {
        const row = document.createElement('div')
        const [term, said] = [document.createElement('dt'), document.createElement('dd')]
        term.textContent = name
        said.textContent = write({ says: '', unit: unitOf(name) }, value)
        row.append(term, said)
        return row
      }),
    )
  }

  private order(order: Order): void {
    this.worker?.postMessage(order)
  }

  private say(sentence: string): void {
    const place = this.querySelector('[role=status]')
    if (place) place.textContent = sentence
  }

  /** A sentence that the page brought along. */
  private said(name: string): string {
    return this.querySelector<HTMLElement>(`template[data-says=${name}]`)?.dataset['text'] ?? ''
  }

  private button(name: string): HTMLButtonElement {
    return found(this.querySelector<HTMLButtonElement>(`button[data-act=${name}]`))
  }

  private get form(): HTMLFormElement {
    return found(this.querySelector('form'))
  }

  private get progress(): HTMLProgressElement {
    return found(this.querySelector('progress'))
  }

  private get link(): HTMLAnchorElement {
    return found(this.querySelector<HTMLAnchorElement>('a[download]'))
  }
}

const unitOf = (name: string) =>
  /\bnats\b/.test(name) ? 'nats' : /bytes of|bytes read/.test(name) ? 'bytes' : 'number'

function found<T>(element: T | null): T {
  if (!element) throw new Error('The page and its script do not fit together')
  return element
}

function plotOf(figure: HTMLElement): Plot {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own page wrote it
  return JSON.parse(figure.dataset['plot'] ?? '{}') as Plot
}

/** The numbers behind a plot: an x a row, a series a column. */
function fillTable(
  table: HTMLTableElement,
  plot: Plot,
  points: (series: string) => readonly (readonly [number, number])[],
): void {
  const columns = plot.series.map(({ name }) => new Map(points(name)))
  const places = [...new Set(columns.flatMap((column) => [...column.keys()]))].toSorted(
    (a, b) => a - b,
  )
  const rows = places.map((x) => {
    const row = document.createElement('tr')
    const head = document.createElement('th')
    head.scope = 'row'
    head.textContent = write(plot.x, x)
    const cells = columns.map((column) => {
      const cell = document.createElement('td')
      const y = column.get(x)
      cell.textContent = y === undefined ? '–' : write(plot.y, y)
      return cell
    })
    row.append(head, ...cells)
    return row
  })
  table.tBodies[0]?.replaceChildren(...rows)
}

customElements.define('broadsheet-lab', Lab)
