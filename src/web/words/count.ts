/** A number as it is printed: 12,345. */
export const count = (n: number): string => numbers.format(n)

const numbers = new Intl.NumberFormat('en')
