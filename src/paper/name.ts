import { plainText } from './latex.ts'

/**
 * What the spellings of one author's name have in common, fit for an address: “Łukasz Kaiser”,
 * “Lukasz  Kaiser” and “{\L}ukasz Kaiser” are all `lukasz-kaiser`. Two people of one name share it.
 */
export function nameKey(name: string): string {
  return (/[\\{$]/.test(name) ? plainText(name) : name)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœıð]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

/** Letters that Unicode does not take apart. */
const plainLetters: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ð: 'd',
}
