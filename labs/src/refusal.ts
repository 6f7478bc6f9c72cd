/**
 * Thrown when a lab understood what was asked and the answer is no: a damaged checkpoint, a prompt
 * that does not fit, a knob out of range. The message is a sentence for the person who asked.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
