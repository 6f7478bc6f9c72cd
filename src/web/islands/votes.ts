/**
 * Sends votes without leaving the page. The element holds the form that all vote buttons belong to;
 * without this script, or when an answer does not come, the form is sent as forms are.
 */
class Votes extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener('submit', (event) => this.send(event))
  }

  private send(event: SubmitEvent): void {
    const { target: form, submitter: button } = event
    if (!(form instanceof HTMLFormElement) || form.id !== 'votes') return
    if (!(button instanceof HTMLButtonElement) || button.dataset['plain']) return
    event.preventDefault()
    if (button.ariaBusy === 'true') return
    button.ariaBusy = 'true'
    this.ask(form, button).then(
      (tally) => show(button.value, tally),
      () => {
        button.dataset['plain'] = 'yes'
        form.requestSubmit(button)
      },
    )
  }

  private async ask(form: HTMLFormElement, button: HTMLButtonElement): Promise<Tally> {
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new FormData(form, button),
      signal: AbortSignal.timeout(15_000),
    })
    if (!answer.ok) throw new Error(`answered ${answer.status}`)
    return answer.json()
  }
}

type Tally = { readonly votes: number; readonly voted: boolean }

/** A paper may stand on a page twice. */
function show(paper: string, { votes, voted }: Tally): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button.vote')) {
    if (button.value !== paper) continue
    button.ariaBusy = null
    button.name = voted ? 'take' : 'cast'
    button.ariaPressed = String(voted)
    const [some, one, none] = labels(button)
    button.ariaLabel = votes === 0 ? none : (votes === 1 ? one : some).replace('{}', String(votes))
    const number = button.querySelector('.number')
    if (number) number.textContent = votes === 0 ? none : String(votes)
  }
}

/** What the page says of many votes, of one and of none. */
function labels(button: HTMLButtonElement): [string, string, string] {
  const { some = '{}', one = '1', none = '0' } = button.form?.dataset ?? {}
  return [some, one, none]
}

customElements.define('broadsheet-votes', Votes)
