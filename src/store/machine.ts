import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Names who holds something: a process of a machine, and which of its holdings it is. */
export const holderHere = (): string => `${machine()} ${process.pid} ${randomUUID()}`

/**
 * Whether a holder is known to be gone: a process of this machine that has ended. Of other machines
 * nothing is known, and a process number that was given out again says nothing.
 */
export function isGone(holder: string): boolean {
  const [where = '', process_ = ''] = holder.split(' ')
  const pid = Number(process_)
  if (where !== machine() || !Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

let known: string | undefined

/**
 * Where process numbers mean the same: a host since it was started, and of that one container.
 * Containers may share a host's name, and each counts its processes from 1.
 */
function machine(): string {
  known ??= [hostname(), started(), numbering()].join('/').replace(/\s+/g, '-')
  return known
}

function started(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return '' // a system that does not say
  }
}

function numbering(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
