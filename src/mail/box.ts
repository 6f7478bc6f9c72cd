/** A mailbox that we read: letters that came back, complaints, and people who want no more. */
export type Mailbox = {
  /**
   * Reads what is there. A message that was understood is taken out once `take` has answered `taken`;
   * stopped before, it is read again. What is none of ours stays where it is.
   */
  read(take: (message: string) => Promise<Took>, signal: AbortSignal): Promise<number>
}

export type Took = 'taken' | 'left'

/** Longer messages are cut: what we look for stands at their beginning. */
export const longestMessage = 1_000_000

/** Messages read in one go. */
export const mostMessages = 200
