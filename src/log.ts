import { type Logger, pino } from 'pino'

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>

/** JSON lines on stderr, so that stdout stays free for what a command answers. */
export const openLog = (level: string): Log => pino({ level, base: null }, pino.destination(2))

/** Keeps quiet. */
export const noLog: Log = pino({ level: 'silent' })
