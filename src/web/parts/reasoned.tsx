import { Form } from './form.tsx'

/** A form that asks for a reason. */
export function Reasoned(props: {
  action: string
  ask: string
  button: string
  hidden?: Readonly<Record<string, string>>
}) {
  const { action, ask, button, hidden = {} } = props
  return (
    <Form action={action} class="reasoned">
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <label>
        {ask}
        <input name="reason" required maxlength={2000} />
      </label>
      <button>{button}</button>
    </Form>
  )
}
