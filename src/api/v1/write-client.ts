/** `npm run api:client`: writes the typed client from the document of the API. */
import { writeFileSync } from 'node:fs'
import { clientSource } from './client-source.ts'
import { documentOf } from './document.ts'

writeFileSync(new URL('../../client/client.ts', import.meta.url), clientSource(documentOf('')))
