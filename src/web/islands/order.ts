/**
 * Puts the papers of a page in order without leaving it: by the arrows, whose button keeps the focus,
 * and by dragging a paper by its number. Without this script the arrows are forms like any other.
 */
class Order extends HTMLElement {
  private dragged: HTMLLIElement | undefined

  connectedCallback(): void {
    this.addEventListener('submit', (event) => this.press(event))
    for (const row of this.rows) {
      const handle = row.querySelector<HTMLElement>('.move .number')
      if (!handle) continue
      handle.draggable = true
      handle.addEventListener('dragstart', (event) => this.lift(row, event))
      handle.addEventListener('dragend', () => this.lay())
      row.addEventListener('dragover', (event) => this.hover(row, event))
      row.addEventListener('drop', (event) => this.drop(event))
    }
  }

  private get rows(): HTMLLIElement[] {
    return [...this.querySelectorAll('li')]
  }

  private press(event: SubmitEvent): void {
    const { target: form, submitter: button } = event
    if (!(form instanceof HTMLFormElement) || !form.classList.contains('move')) return
    if (!(button instanceof HTMLButtonElement) || !button.value) return
    const row = form.closest('li')
    const to = Number(button.value)
    const other = this.rows[to]
    if (!row || !other) return
    event.preventDefault()
    if (this.rows.indexOf(row) < to) other.after(row)
    else other.before(row)
    this.number()
    const still = button.disabled ? form.querySelector<HTMLElement>('button:enabled') : button
    still?.focus()
    this.tell(row)
  }

  private lift(row: HTMLLIElement, event: DragEvent): void {
    this.dragged = row
    row.classList.add('dragged')
    event.dataTransfer?.setData('text/plain', row.dataset['title'] ?? '')
    event.dataTransfer?.setDragImage(row, 20, 20)
  }

  private hover(row: HTMLLIElement, event: DragEvent): void {
    if (!this.dragged) return
    event.preventDefault()
    if (row === this.dragged) return
    const { top, height } = row.getBoundingClientRect()
    if (event.clientY < top + height / 2) row.before(this.dragged)
    else row.after(this.dragged)
  }

  private drop(event: DragEvent): void {
    const row = this.dragged
    if (!row) return
    event.preventDefault()
    this.dragged = undefined
    row.classList.remove('dragged')
    this.number()
    this.tell(row)
  }

  /** Dropped beside the list: the page as the server has it. */
  private lay(): void {
    if (this.dragged) location.reload()
  }

  /** Numbers the papers as they stand now, and has the arrows lead from there. */
  private number(): void {
    const { rows } = this
    for (const [place, row] of rows.entries()) {
      const [up, down] = row.querySelectorAll<HTMLButtonElement>('.move button')
      const number = row.querySelector('.move .number')
      if (!up || !down || !number) continue
      number.textContent = String(place + 1)
      up.value = String(place - 1)
      down.value = String(place + 1)
      up.disabled = place === 0
      down.disabled = place === rows.length - 1
    }
  }

  /** Tells the server where a paper stands now; where that fails, shows the page as it is there. */
  private tell(row: HTMLLIElement): void {
    const form = row.querySelector<HTMLFormElement>('.move')
    if (!form) return
    const place = this.rows.indexOf(row)
    const fields = new FormData(form)
    fields.set('to', String(place))
    this.sent = this.sent
      .then(() =>
        fetch(form.action, {
          method: 'POST',
          headers: { Accept: 'application/json' },
          body: fields,
          signal: AbortSignal.timeout(15_000),
        }),
      )
      .then((answer) => this.say(row, place, answer.ok))
      .catch(() => location.reload())
  }

  private say(row: HTMLLIElement, place: number, done: boolean): void {
    if (!done) return location.reload()
    const status = this.querySelector('[role=status]')
    const said = row.dataset['moved'] ?? ''
    if (status) status.textContent = said.replace(/0$/, String(place + 1))
  }

  /** What was sent so far: one after the other, so that the last word is the last. */
  private sent: Promise<void> = Promise.resolve()
}

customElements.define('broadsheet-order', Order)
