import type { SendOptions } from './mail.ts'

/** A letter as it travels: who it is from and to for the servers on its way, and its bytes. */
export type Parcel = {
  readonly from: string
  readonly to: string
  readonly messageId: string
  readonly bytes: Buffer
}

/** A way for letters to leave. */
export type Carrier = AsyncDisposable & {
  readonly kind: 'smtp' | 'folder'
  carry(parcel: Parcel, options: SendOptions): Promise<string>
}
