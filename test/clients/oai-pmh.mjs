// A harvester of OAI-PMH from npm: asks for all six verbs, page by page.
// It is written in modules that a loader of 2019 translates, which Node 24 no longer runs; so Node is
// told how to read them itself. Nothing in them is changed.
import { readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)
const place = pathToFileURL(require.resolve('oai-pmh').replace('index-entry.js', '')).href
registerHooks({
  resolve(specifier, context, next) {
    if (!context.parentURL?.startsWith(place)) return next(specifier, context)
    if (/^[a-z]/.test(specifier) && specifier !== 'util')
      return { url: `client:${specifier}`, shortCircuit: true }
    if (specifier.endsWith('.json'))
      return { url: `client:${new URL(specifier, context.parentURL)}`, shortCircuit: true }
    return specifier.startsWith('.')
      ? { url: new URL(`${specifier}.js`, context.parentURL).href, shortCircuit: true }
      : next(specifier, context)
  },
  load(url, context, next) {
    if (url.startsWith('client:file:'))
      return { format: 'json', source: readFileSync(new URL(url.slice(7))), shortCircuit: true }
    if (url.startsWith('client:')) {
      const names = Object.keys(require(url.slice(7))).filter(
        (name) => /^[a-z]\w*$/i.test(name) && name !== 'default',
      )
      const source = `import { createRequire } from 'node:module'\nconst it = createRequire(${JSON.stringify(import.meta.url)})(${JSON.stringify(url.slice(7))})\nexport default it\nconst { ${names.map((name) => `${name}: _${name}`).join(', ')} } = it\nexport { ${names.map((name) => `_${name} as ${name}`).join(', ')} }`
      return { format: 'module', source, shortCircuit: true }
    }
    return url.startsWith(place)
      ? { format: 'module', source: readFileSync(new URL(url)), shortCircuit: true }
      : next(url, context)
  },
})
const { OaiPmh } = await import(`${place}index.js`)

const at = process.argv[2]
const oai = new OaiPmh(`${at}/oai`)
const all = async (list) => {
  const items = []
  for await (const item of list) items.push(item)
  return items
}
const identify = await oai.identify()
const formats = await oai.listMetadataFormats()
const sets = await all(oai.listSets())
const identifiers = await all(oai.listIdentifiers({ metadataPrefix: 'oai_dc' }))
const records = await all(oai.listRecords({ metadataPrefix: 'arXiv' }))
const record = await oai.getRecord(identifiers[0].identifier, 'oai_dc')
const refused = await oai
  .getRecord('oai:nobody:0', 'oai_dc')
  .catch((error) => error.code ?? error.message)
console.log(
  JSON.stringify({
    version: identify.protocolVersion,
    formats: formats.map((format) => format.metadataPrefix),
    sets: sets.length,
    identifiers: identifiers.length,
    records: records.length,
    title: record.metadata['oai_dc:dc']['dc:title'],
    refused,
  }),
)
