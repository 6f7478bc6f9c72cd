const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The month of “March”, “mar.”, “3” or “July–August” as two digits; of a span, its first. */
export function monthIn(text: string | undefined): string | undefined {
  const word = text?.toLowerCase().match(/^\d{1,2}\b|[a-z]{3}/)?.[0]
  const number = word && (months.indexOf(word) + 1 || Number(word))
  return number && number >= 1 && number <= 12 ? String(number).padStart(2, '0') : undefined
}
