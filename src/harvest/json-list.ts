/**
 * The objects of a JSON list, each with the line it begins on, counted from 1, and not yet parsed:
 * so that a list that is cut, or broken in one place, gives the rest.
 */
export function* objectsIn(list: string): Generator<{ line: number; text: string }> {
  const sign = /"(?:[^"\\\n]|\\.)*"|[{}[\]\n]/g
  let depth = 0
  let start = 0
  let line = 1
  let begun = 1
  for (let found = sign.exec(list); found; found = sign.exec(list)) {
    const { 0: piece, index } = found
    if (piece === '\n') line++
    else if (piece === '{' || piece === '[') {
      depth++
      if (depth === 2) [start, begun] = [index, line]
    } else if (piece === '}' || piece === ']') {
      if (depth === 2) yield { line: begun, text: list.slice(start, index + 1) }
      depth = Math.max(1, depth - 1) // one too many costs no other
    }
  }
  if (depth >= 2) yield { line: begun, text: list.slice(start) }
}
