export { readCitations } from './read-citations.ts'
export { type Style, styled, styleNames, stylesIn } from './styled.ts'
