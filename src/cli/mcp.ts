import { once } from 'node:events'
import { Command } from 'commander'
import { refreshIndex } from '#app'
import { mcpOverStdio } from '#mcp'
import type { End, Terminal } from './terminal.ts'

export function mcpCommand(terminal: Terminal, _end: End): Command {
  return new Command('mcp')
    .description('serve an assistant over standard input and output (Model Context Protocol)')
    .action(async () => {
      await using app = await terminal.open()
      await refreshIndex(app, terminal.signal)
      const ended = once(process.stdin, 'end')
      const speaking = await mcpOverStdio(app, terminal.elsewhere())
      await Promise.race([ended, once(terminal.signal, 'abort')])
      await speaking.close()
    })
}
