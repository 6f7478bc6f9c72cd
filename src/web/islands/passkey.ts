/**
 * Signing in with a passkey, and adding one. The element holds a form; it stays out of sight where a
 * browser knows no passkeys, and every other way to sign in works without it.
 */
class Passkey extends HTMLElement {
  connectedCallback(): void {
    if (!('PublicKeyCredential' in window)) return
    this.hidden = false
    this.form?.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.ask()
    })
  }

  private get form(): HTMLFormElement | null {
    return this.querySelector('form')
  }

  private async ask(): Promise<void> {
    const { form } = this
    if (!form) return
    const button = form.querySelector('button')
    const trouble = this.querySelector<HTMLElement>('[role=alert]')
    if (button) button.disabled = true
    try {
      const challenge: unknown = await this.send(`${form.action}/challenge`, {})
      const credential = await this.credentialFor(challenge)
      const name = new FormData(form).get('name')
      const answer = await this.send(form.action, { response: credential.toJSON(), name })
      if (hasWay(answer)) location.assign(answer.to)
    } catch {
      if (trouble) trouble.hidden = false
    } finally {
      if (button) button.disabled = false
    }
  }

  private async credentialFor(challenge: unknown): Promise<PublicKeyCredential> {
    const credential =
      this.dataset['for'] === 'adding'
        ? await navigator.credentials.create({
            // oxlint-disable-next-line typescript/no-explicit-any, typescript/no-unsafe-type-assertion -- our own server's answer
            publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(challenge as any),
          })
        : await navigator.credentials.get({
            // oxlint-disable-next-line typescript/no-explicit-any, typescript/no-unsafe-type-assertion -- our own server's answer
            publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(challenge as any),
          })
    if (credential instanceof PublicKeyCredential) return credential
    throw new Error('no passkey was given')
  }

  private async send(path: string, body: object): Promise<unknown> {
    const token = this.form?.querySelector<HTMLInputElement>('[name=token]')?.value ?? ''
    const answer = await fetch(path, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'X-Form-Token': token,
      },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`refused: ${answer.status}`)
    return answer.json()
  }
}

function hasWay(answer: unknown): answer is { to: string } {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'to' in answer &&
    typeof answer.to === 'string' &&
    answer.to.startsWith('/')
  )
}

customElements.define('broadsheet-passkey', Passkey)
