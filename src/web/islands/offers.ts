/**
 * What may be meant while it is being typed: finished queries, papers, authors, categories, and what
 * was searched for in this browser. A combobox with a list, as the ARIA practices describe it: the
 * focus stays in the field, arrows go through the list, Enter takes, Escape closes. Without this
 * script the field is a plain one.
 */
type Offer = { readonly text: string; readonly note?: string; readonly href?: string }
type Group = { readonly heading: string; readonly offers: readonly Offer[] }

class Offers extends HTMLElement {
  private list = document.createElement('div')
  private input: HTMLInputElement | null = null
  private options: HTMLElement[] = []
  private at = -1
  private typed = ''
  private asking: AbortController | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly known = new Map<string, readonly Group[]>()

  connectedCallback(): void {
    const input = this.querySelector('input')
    if (!input) return
    this.input = input
    this.list.id = 'offers'
    this.list.className = 'offers'
    this.list.hidden = true
    this.list.setAttribute('role', 'listbox')
    this.list.setAttribute('aria-label', this.dataset['label'] ?? '')
    this.append(this.list)
    input.setAttribute('role', 'combobox')
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-controls', this.list.id)
    input.setAttribute('aria-expanded', 'false')

    input.addEventListener('input', () => this.wait())
    input.addEventListener('keydown', (event) => this.press(event))
    input.addEventListener('blur', () => this.close())
    input.form?.addEventListener('submit', () => remember(input.value))
    // A press must not take the focus away before it is a click.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault())
    this.list.addEventListener('click', (event) => {
      const option = event.target instanceof Element ? event.target.closest('[role=option]') : null
      if (option instanceof HTMLElement) this.take(option)
    })
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer)
    this.asking?.abort()
  }

  private wait(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.ask(), 60)
  }

  private async ask(): Promise<void> {
    this.typed = this.input?.value ?? ''
    const typed = this.typed
    this.asking?.abort()
    this.asking = new AbortController()
    const found = await this.fetched(typed, this.asking.signal).catch(() => undefined)
    if (found && typed === this.input?.value && document.activeElement === this.input) {
      this.show([...this.past(typed), ...found])
    }
  }

  private async fetched(typed: string, signal: AbortSignal): Promise<readonly Group[]> {
    const key = typed.trim()
    if (key.length < 2) return []
    const known = this.known.get(key)
    if (known) return known
    const answer = await fetch(`/search/suggest?q=${encodeURIComponent(key)}`, { signal })
    const { groups } = answer.ok ? await answer.json() : { groups: [] }
    this.known.set(key, groups)
    return groups
  }

  /** Of what was searched for here, what goes on as the text does. */
  private past(typed: string): Group[] {
    const begun = typed.trim().toLowerCase()
    const offers = recall()
      .filter((text) => text.toLowerCase().startsWith(begun) && text !== typed.trim())
      .slice(0, begun === '' ? 8 : 3)
      .map((text) => ({ text }))
    if (offers.length === 0) return []
    const last = begun === '' ? [{ text: this.dataset['forget'] ?? '', note: forgetting }] : []
    return [{ heading: this.dataset['past'] ?? '', offers: [...offers, ...last] }]
  }

  private show(groups: readonly Group[]): void {
    this.options = []
    this.list.replaceChildren(
      ...groups.map(({ heading, offers }, g) => {
        const group = document.createElement('div')
        group.setAttribute('role', 'group')
        const head = document.createElement('p')
        head.id = `offers-${g}`
        head.textContent = heading
        group.setAttribute('aria-labelledby', head.id)
        group.append(head, ...offers.map((offer) => this.option(offer)))
        return group
      }),
    )
    this.mark(-1)
    this.list.hidden = this.options.length === 0
    this.input?.setAttribute('aria-expanded', String(!this.list.hidden))
  }

  private option({ text, note, href }: Offer): HTMLElement {
    const option = document.createElement('div')
    option.setAttribute('role', 'option')
    option.id = `offer-${this.options.length}`
    option.dir = 'auto'
    option.textContent = text
    if (note === forgetting) option.dataset['forget'] = ''
    else if (note) {
      const small = document.createElement('span')
      small.textContent = note
      option.append(' ', small)
    }
    if (href && !href.startsWith('/search?')) option.dataset['href'] = href
    option.dataset['text'] = text
    this.options.push(option)
    return option
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey) return
    const open = !this.list.hidden
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) void this.ask()
      else this.mark(this.at + (event.key === 'ArrowDown' ? 1 : -1))
    } else if (event.key === 'Enter' && open && this.options[this.at]) {
      event.preventDefault()
      this.take(this.options[this.at]!)
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      if (this.input) this.input.value = this.typed
      this.close()
    }
  }

  /** Goes to an option; before the first and after the last one is the field itself. */
  private mark(at: number): void {
    const count = this.options.length
    this.at = at < -1 ? count - 1 : at >= count ? -1 : at
    this.options.forEach((option, i) => {
      option.setAttribute('aria-selected', String(i === this.at))
    })
    const option = this.options[this.at]
    option?.scrollIntoView({ block: 'nearest' })
    if (option) this.input?.setAttribute('aria-activedescendant', option.id)
    else this.input?.removeAttribute('aria-activedescendant')
  }

  private take(option: HTMLElement): void {
    const { href, text = '', forget: forgets } = option.dataset
    this.close()
    if (forgets !== undefined) forget()
    else if (href) location.assign(href)
    else if (this.input) {
      this.input.value = text
      this.input.form?.requestSubmit()
    }
  }

  private close(): void {
    clearTimeout(this.timer)
    this.asking?.abort()
    this.list.hidden = true
    this.mark(-1)
    this.input?.setAttribute('aria-expanded', 'false')
  }
}

const forgetting = '\u0000'
const place = 'broadsheet-searches'
const most = 30

function remember(text: string): void {
  const query = text.trim().slice(0, 200)
  if (query === '') return
  const all = [query, ...recall().filter((other) => other !== query)].slice(0, most)
  try {
    localStorage.setItem(place, JSON.stringify(all))
  } catch {
    // A browser that keeps nothing for us has no past.
  }
}

function recall(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : []
  } catch {
    return []
  }
}

function forget(): void {
  try {
    localStorage.removeItem(place)
  } catch {
    // As above.
  }
}

customElements.define('broadsheet-offers', Offers)
