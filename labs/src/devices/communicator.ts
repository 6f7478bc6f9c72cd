import { type Meter, meter as newMeter } from '../meter.ts'

/** Numbers on their way from one device to another, copied, so that nobody shares memory. */
export type Parcel = Float32Array

/**
 * Code on a device. It goes on until it waits for a parcel (`yield`), when it is another device's turn:
 * all of it is one thread, and the same every time.
 */
export type Task<T> = Generator<Wanted, T, Parcel>

/** What a device waits for: the next parcel from another. */
export type Wanted = { readonly from: number }

/** One of several simulated devices, as the code that runs on it sees the others. */
export type Communicator = {
  /** From 0 to size − 1. */
  readonly rank: number
  readonly size: number
  /** What this device sent: bytes, and rounds in which it sent. */
  readonly meter: Meter
  /** Sends to one device and waits for what another sends here. */
  sendReceive(to: number, parcel: Parcel, from: number): Task<Parcel>
  /** Everyone's parcel, in the order of ranks. Each device sends its own to all others, in one round. */
  allGather(parcel: Parcel): Task<Parcel[]>
  /** The sum of everyone's parcels, added in the order of ranks, so that all get the same bits. */
  allReduce(parcel: Parcel): Task<Parcel>
  /** Waits until everyone is here. */
  barrier(): Task<void>
}

/** Runs the same code on so many devices by turns; returns what each answered. Throws at a deadlock. */
export function onDevices<T>(size: number, body: (device: Communicator) => Task<T>): T[] {
  const mail = new Map<string, Parcel[]>()
  const running = Array.from({ length: size }, (_, rank) => body(deviceOf(rank, size, mail)))
  let steps = running.map((task) => task.next())
  while (steps.some(({ done }) => !done)) {
    let moved = false
    steps = steps.map((step, rank) => {
      if (step.done) return step
      const parcel = mail.get(`${step.value.from} ${rank}`)?.shift()
      if (!parcel) return step
      moved = true
      return running[rank].next(parcel)
    })
    if (!moved) throw new Error('The devices wait for each other, and none sends')
  }
  return steps.map((step) => {
    if (!step.done) throw new Error('A device has not answered')
    return step.value
  })
}

function deviceOf(rank: number, size: number, mail: Map<string, Parcel[]>): Communicator {
  const meter = newMeter()
  const others = Array.from({ length: size }, (_, i) => i).filter((i) => i !== rank)
  const send = (to: number, parcel: Parcel) => {
    meter.wireBytes += parcel.byteLength
    const key = `${rank} ${to}`
    mail.set(key, [...(mail.get(key) ?? []), parcel.slice()])
  }
  const device: Communicator = {
    rank,
    size,
    meter,
    *sendReceive(to, parcel, from) {
      meter.wireRounds++
      send(to, parcel)
      return yield { from }
    },
    *allGather(parcel) {
      if (size > 1) meter.wireRounds++
      for (const to of others) send(to, parcel)
      const all: Parcel[] = []
      for (let from = 0; from < size; from++) all.push(from === rank ? parcel : yield { from })
      return all
    },
    *allReduce(parcel) {
      const [first, ...rest] = yield* device.allGather(parcel)
      const sum = first.slice()
      for (const more of rest) for (let i = 0; i < sum.length; i++) sum[i] += more[i]
      return sum
    },
    *barrier() {
      yield* device.allGather(new Float32Array())
    },
  }
  return device
}
