/**
 * Saves papers without leaving the page. The element holds the form that all save buttons belong to;
 * without this script, or when an answer does not come, the form is sent as forms are.
 */
class Saves extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener('submit', (event) => this.send(event))
  }

  private send(event: SubmitEvent): void {
    const { target: form, submitter: button } = event
    if (!(form instanceof HTMLFormElement) || form.id !== 'saves') return
    if (!(button instanceof HTMLButtonElement) || button.dataset['plain']) return
    event.preventDefault()
    if (button.ariaBusy === 'true') return
    button.ariaBusy = 'true'
    this.ask(form, button).then(
      ({ saved }) => this.show(form, button.value, saved),
      () => {
        button.dataset['plain'] = 'yes'
        form.requestSubmit(button)
      },
    )
  }

  private async ask(form: HTMLFormElement, button: HTMLButtonElement): Promise<Standing> {
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new FormData(form, button),
      signal: AbortSignal.timeout(15_000),
    })
    if (!answer.ok) throw new Error(`answered ${answer.status}`)
    return answer.json()
  }

  /** A paper may stand on a page twice. */
  private show(form: HTMLFormElement, paper: string, saved: boolean): void {
    for (const button of document.querySelectorAll<HTMLButtonElement>('button.save')) {
      if (button.value !== paper) continue
      button.ariaBusy = null
      button.name = saved ? 'unsave' : 'save'
      button.ariaPressed = String(saved)
      button.textContent = form.dataset[saved ? 'saved' : 'save'] ?? ''
    }
  }
}

type Standing = { readonly saved: boolean }

customElements.define('broadsheet-saves', Saves)
