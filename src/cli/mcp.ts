import { once } from 'node:events'
import { Command, Option } from 'commander'
import { refreshIndex } from '#app'
import { mcpOverStdio } from '#mcp'
import type { End, Terminal } from './terminal.ts'

export function mcpCommand(terminal: Terminal, _end: End): Command {
  return new Command('mcp')
    .description('serve an assistant over standard input and output (Model Context Protocol)')
    .addOption(
      new Option('--token <token>', 'act for the reader of this token').env('BROADSHEET_TOKEN'),
    )
    .action(async ({ token }: { token?: string }) => {
      await using app = await terminal.open()
      await refreshIndex(app, terminal.signal)
      const ended = once(process.stdin, 'end')
      const speaking = await mcpOverStdio(app, { token })
      await Promise.race([ended, once(terminal.signal, 'abort')])
      await speaking.close()
    })
}
