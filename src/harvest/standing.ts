import type { Standing } from '#paper'

/**
 * Whether comments say that a paper was taken back. Where they do not, it is not known that it
 * stands.
 */
export const standingIn = (comments: string | undefined): Standing | undefined =>
  comments !== undefined && withdrawal.test(comments) ? 'withdrawn' : undefined

/** As arXiv's own words have it, or at the beginning of a sentence; not “a withdrawn version of …”. */
const withdrawal =
  /(?:^|[.;:,([] ?)(?:(?:this|the) (?:paper|article|submission|manuscript|work|preprint|version) )?(?:(?:has|have) been |was |is )?(?:withdrawn|retracted)\b(?! (?:version|paper|article)s? of)/i
