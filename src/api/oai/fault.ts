/** What OAI-PMH calls what can be wrong with a request (section 3.6). */
export type FaultCode =
  | 'badArgument'
  | 'badResumptionToken'
  | 'badVerb'
  | 'cannotDisseminateFormat'
  | 'idDoesNotExist'
  | 'noRecordsMatch'
  | 'noMetadataFormats'
  | 'noSetHierarchy'

/** A request that cannot be answered. The protocol says so in an answer of its own, with status 200. */
export class OaiFault extends Error {
  override readonly name = 'OaiFault'
  readonly code: FaultCode

  constructor(code: FaultCode, message: string) {
    super(message)
    this.code = code
  }
}
