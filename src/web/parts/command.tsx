/** A command for the keeper's terminal. */
export function Command({ line }: { line: string }) {
  return <code class="command">{line}</code>
}
