import { taste } from '../words/taste.ts'
import { Form } from './form.tsx'

const words = taste.seeds

/** Where a reader names papers or an author to begin with. */
export function SeedsForm() {
  return (
    <section class="seeds" aria-labelledby="seeds-heading">
      <h2 id="seeds-heading">{words.heading}</h2>
      <Form action="/for-you/seeds">
        <label for="seeds">{words.label}</label>
        <textarea id="seeds" name="seeds" rows={4} required></textarea>
        <p>
          <button class="main">{words.button}</button>
        </p>
      </Form>
    </section>
  )
}
