import { styleText } from 'node:util'

/** One line on a terminal that rewrites itself; elsewhere nothing, so that logs stay readable. */
export type Progress = {
  /** `share` from 0 to 1 draws a bar; without it only the words are shown. */
  show(text: string, share?: number): void
  /** Takes the line away. */
  end(): void
}

const width = 24
const interval = 80 // milliseconds between two drawings

export function openProgress(terminal: NodeJS.WriteStream = process.stderr): Progress {
  if (!terminal.isTTY) return { show() {}, end() {} }
  let drawnAt = 0
  return {
    show(text, share) {
      if (Date.now() - drawnAt < interval) return
      drawnAt = Date.now()
      const room = (terminal.columns || 80) - 1 - (share === undefined ? 0 : width + 7)
      const words = text.slice(0, Math.max(20, room))
      terminal.write(`\r\x1b[2K${share === undefined ? words : `${bar(share)} ${words}`}`)
    },
    end() {
      if (drawnAt > 0) terminal.write('\r\x1b[2K')
    },
  }
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width)
  const percent = `${Math.floor(share * 100)} %`.padStart(5)
  return `${styleText('cyan', '━'.repeat(filled))}${styleText('dim', '─'.repeat(width - filled))} ${percent}`
}
