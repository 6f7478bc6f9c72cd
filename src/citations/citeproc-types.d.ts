declare module 'citeproc' {
  type Sys = {
    retrieveLocale(name: string): string
    retrieveItem(id: string): unknown
  }
  class Engine {
    constructor(sys: Sys, style: string, locale?: string, force?: boolean)
    setOutputFormat(format: 'text' | 'html'): void
    updateItems(ids: readonly string[]): readonly string[]
    makeBibliography(): [{ bibstart: string; bibend: string }, readonly string[]] | false
  }
  const CSL: { Engine: typeof Engine }
  // oxlint-disable-next-line import/no-default-export -- how it is exported
  export default CSL
}
