/**
 * Reading with the keyboard. The element holds a button and a dialog of help, both out of sight
 * until this script runs; without it nothing is missing but the keys.
 */
class Keys extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false
    this.querySelector('.open')?.addEventListener('click', () => this.help())
    const box = this.checkbox
    if (box) {
      box.checked = recall() !== 'off'
      box.addEventListener('change', () => remember(box.checked ? 'on' : 'off'))
    }
    document.addEventListener('keydown', (event) => this.press(event))
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog')
  }

  private get checkbox(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>('input[type=checkbox]')
  }

  private help(): void {
    this.dialog?.showModal()
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (isTyping(event.target) || this.dialog?.open || this.checkbox?.checked === false) return
    const act = this.keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  private readonly keys: Record<string, () => void> = {
    j: () => step(1),
    k: () => step(-1),
    o: () => current()?.click(),
    x: () => unfold(),
    s: () => saveButton()?.click(),
    '/': () => document.querySelector<HTMLInputElement>('.find input')?.select(),
    '[': () => document.querySelector<HTMLAnchorElement>('a[rel=prev]')?.click(),
    ']': () => document.querySelector<HTMLAnchorElement>('a[rel=next]')?.click(),
    '?': () => this.help(),
  }
}

const titles = () => [...document.querySelectorAll<HTMLAnchorElement>('.entry :is(h2, h3) a')]

/** The title that has the focus, or whose paper has it. */
const current = () =>
  document.activeElement?.closest('.entry')?.querySelector<HTMLAnchorElement>(':is(h2, h3) a')

/** Goes to the next or previous paper; from nowhere, to the first one that is in sight. */
function step(by: 1 | -1): void {
  const all = titles()
  const here = current()
  const inSight = all.findIndex((title) => title.getBoundingClientRect().top >= 0)
  const to = here ? all[all.indexOf(here) + by] : all[Math.max(0, inSight)]
  to?.focus()
  to?.closest('.entry')?.scrollIntoView({ block: 'nearest' })
}

/** The button that saves the paper that has the focus, or whose page this is. */
const saveButton = () =>
  (
    document.activeElement?.closest('.entry') ?? document.querySelector('article.paper')
  )?.querySelector<HTMLButtonElement>('button.save')

function unfold(): void {
  const fold = current()?.closest('.entry')?.querySelector('details')
  if (fold) fold.open = !fold.open
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea')

const place = 'broadsheet-keys'

function remember(choice: 'on' | 'off'): void {
  try {
    localStorage.setItem(place, choice)
  } catch {
    // A browser that keeps nothing for us asks again next time.
  }
}

function recall(): string | null {
  try {
    return localStorage.getItem(place)
  } catch {
    return null
  }
}

customElements.define('broadsheet-keys', Keys)
