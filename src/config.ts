import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Sources beside arXiv that can be harvested every day without more to say. */
const dailyNames = new Set(['hf', 'biorxiv', 'medrxiv', 'openalex', 'semantic-scholar'])

const Environment = z
  .object({
    /** The folder that holds everything Broadsheet writes. */
    BROADSHEET_DATA: z.string().min(1).default('data'),
    /** `postgres://…`; without it the papers are kept in SQLite in the data folder. */
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// (leave it out for SQLite)')
      .optional(),
    /** Parts of arXiv to harvest every day, as `cs,physics:hep-th`; `all` for all of it. */
    BROADSHEET_HARVEST: z
      .string()
      .default('')
      .transform((text) => text.split(/[\s,]+/).filter(Boolean))
      .refine(
        (sets) => sets.every((set) => /^[a-z-]+(:[a-z-]+(:[\w-]+)?)?$/.test(set)),
        'must name parts of arXiv, such as cs,physics:hep-th or all',
      ),
    /** Other sources to harvest every day: `hf,biorxiv,medrxiv,openalex,semantic-scholar`. */
    BROADSHEET_SOURCES: z
      .string()
      .default('')
      .transform((text) => text.split(/[\s,]+/).filter(Boolean))
      .refine(
        (names) => names.every((name) => dailyNames.has(name)),
        `must name some of ${[...dailyNames].join(', ')}`,
      ),
    /** Whom a service may write to about our requests: an address or a page. */
    BROADSHEET_CONTACT: z
      .string()
      .regex(/^[\x21-\x7e]{3,200}$/, 'must be an address or a link without spaces')
      .optional(),
    /** What turns texts into meaning, instead of ours: https://…/v1 or onnx:/a/folder. */
    BROADSHEET_EMBEDDER: z
      .string()
      .regex(
        /^(https?:\/\/\S+|onnx:.+)$/,
        'must be like http://localhost:11434/v1 or onnx:/a/folder',
      )
      .optional(),
    BROADSHEET_EMBEDDER_MODEL: z.string().min(1).default('default'),
    /** How many numbers its vectors have: the model's own documents say it. */
    BROADSHEET_EMBEDDER_DIMENSION: z.coerce.number().int().min(8).max(8192).optional(),
    BROADSHEET_EMBEDDER_KEY: z.string().min(1).optional(),
    SEMANTIC_SCHOLAR_KEY: z.string().min(1).optional(),
    OPENALEX_KEY: z.string().min(1).optional(),
    /** `smtp://` or `smtps://user:password@host:port`; without it letters become files in the data folder. */
    BROADSHEET_MAIL: z
      .string()
      .regex(/^(smtps?:\/\/|file:)./, 'must start with smtp://, smtps:// or file:')
      .optional(),
    /** Who letters are from: `Broadsheet <paper@example.org>`. */
    BROADSHEET_MAIL_FROM: z
      .string()
      .regex(/^([^<>]*<)?[^\s<>@]+@[^\s<>@]+>?$/, 'must look like Broadsheet <paper@example.org>')
      .default('Broadsheet <broadsheet@localhost>'),
    /** How many letters go to one domain in a minute. */
    BROADSHEET_MAIL_RATE: z.coerce.number().int().min(1).default(300),
    /** Where letters that come back go, if Broadsheet reads what comes there: `paper+*@example.org`. */
    BROADSHEET_MAIL_RETURN: z
      .string()
      .regex(/^[\w.+=-]{0,18}\*@[\w-]+(\.[\w-]+)+$/, 'must look like paper+*@example.org')
      .optional(),
    /** The mailbox in which that arrives: `pop3s://user:password@host`, or `maildir:/a/folder`. */
    BROADSHEET_MAILBOX: z
      .string()
      .regex(/^(pop3s?:\/\/|maildir:)./, 'must start with pop3s://, pop3:// or maildir:')
      .optional(),
    /** Services that tell of letters: `postmark=password,mailgun=key,sendgrid=key,ses=arn:…,json=key`. */
    BROADSHEET_MAIL_REPORTS: z
      .string()
      .regex(
        /^((json|mailgun|postmark|sendgrid|ses)=[^\s,]{8,}(,|$))*$/,
        'must name services, each with a key of 8 characters or more, as mailgun=KEY,ses=ARN',
      )
      .default(''),
    /** What signs letters: `selector._domainkey.example.org=path/to/private-key.pem`. */
    BROADSHEET_DKIM: z
      .string()
      .regex(
        /^[\w-]+\._domainkey\.[\w.-]+=./,
        'must look like paper._domainkey.example.org=path/to/key.pem',
      )
      .transform(readDkim)
      .optional(),
    /** Where people reach the site, as https://papers.example.org. Makes it a site with accounts. */
    BROADSHEET_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address such as https://papers.example.org' })
      .optional(),
    /** `on`: people have accounts. `off`: whoever sits at this machine is its one reader. */
    BROADSHEET_SIGNIN: z.enum(['on', 'off']).optional(),
    /** Signs cookies and forms. Without it one is made and kept in the data folder. */
    BROADSHEET_SECRET: z.string().min(32, 'must be at least 32 characters').optional(),
    /** How many endorsements put a paper on the front page. */
    BROADSHEET_ENDORSEMENTS: z.coerce.number().int().min(1).max(1000).default(3),
    /** The mail address of whoever shall be the keeper. Without it the first who signs in is. */
    BROADSHEET_KEEPER: z.string().includes('@', { error: 'must be a mail address' }).optional(),
    /** How many proxies of yours stand between the network and us: their word is taken for who asks. */
    BROADSHEET_PROXIES: z.coerce.number().int().min(0).max(9).optional(),
    ORCID_CLIENT_ID: z.string().min(1).optional(),
    ORCID_CLIENT_SECRET: z.string().min(1).optional(),
    GITHUB_URL: z.url({ protocol: /^https?$/ }).optional(),
    GITHUB_CLIENT_ID: z.string().min(1).optional(),
    GITHUB_CLIENT_SECRET: z.string().min(1).optional(),
    HUGGINGFACE_CLIENT_ID: z.string().min(1).optional(),
    HUGGINGFACE_CLIENT_SECRET: z.string().min(1).optional(),
    /** Any house that speaks OpenID Connect: its address, and what it is called on the button. */
    OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'must be an address' }).optional(),
    OIDC_NAME: z.string().min(1).max(40).default('your institution'),
    OIDC_CLIENT_ID: z.string().min(1).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    /** A hub of WebSub that passes news of feeds on: https://pubsubhubbub.appspot.com/ */
    BROADSHEET_HUB: z
      .url({ protocol: /^https?$/, error: 'must be an address such as https://hub.example.org/' })
      .optional(),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  })
  .refine(
    ({ BROADSHEET_SOURCES: named, OPENALEX_KEY: key }) => !named.includes('openalex') || key,
    {
      path: ['BROADSHEET_SOURCES'],
      message: 'has openalex, which wants a key: set OPENALEX_KEY, or leave it out',
    },
  )

type Dkim = { readonly domain: string; readonly selector: string; readonly key: string }

/** Another embedder than ours. */
export type EmbedderSetting = {
  readonly at: string
  readonly model: string
  readonly dimension: number
  readonly key?: string | undefined
}

export type Config = {
  readonly data: string
  readonly database: string
  readonly index: string
  readonly embedder: EmbedderSetting | undefined
  readonly harvest: readonly string[]
  readonly sources: readonly string[]
  readonly contact?: string
  readonly keys: { readonly semanticScholar?: string; readonly openAlex?: string }
  readonly mail: {
    readonly url: string
    readonly from: string
    readonly perMinute: number
    readonly dkim?: Dkim
    readonly returning?: string
    readonly mailbox?: string
    /** The keys of services that tell what became of letters. */
    readonly reports: ReadonlyMap<string, string>
  }
  readonly accounts: {
    readonly signIn: 'on' | 'off'
    readonly url?: string
    readonly secret?: string
    readonly keeper?: string
    readonly providers: readonly {
      readonly id: string
      readonly name: string
      readonly clientId: string
      readonly clientSecret: string
      readonly issuer?: string
    }[]
  }
  readonly house: { readonly endorsements: number }
  /** How many proxies stand before us. */
  readonly proxies: number
  readonly hub?: string
  readonly host: string
  readonly port: number
  readonly logLevel: string
}

/** Reads the whole environment once, so that a mistake stops us at the door and not at midnight. */
export function readConfig(
  environment: Record<string, string | undefined>,
  onTerminal = process.stderr.isTTY,
): Config {
  const reading = Environment.safeParse(environment)
  if (!reading.success) {
    const faults = reading.error.issues.map(
      ({ path, message }) => `  ${path.join('.')}: ${message}`,
    )
    throw new Error(`the environment has a setting that cannot be used\n${faults.join('\n')}`)
  }
  const data = reading.data.BROADSHEET_DATA
  return {
    data,
    database: reading.data.DATABASE_URL ?? join(data, 'broadsheet.db'),
    index: join(data, 'index'),
    embedder: embedderIn(reading.data),
    harvest: reading.data.BROADSHEET_HARVEST,
    sources: reading.data.BROADSHEET_SOURCES,
    ...(reading.data.BROADSHEET_CONTACT && { contact: reading.data.BROADSHEET_CONTACT }),
    keys: {
      ...(reading.data.SEMANTIC_SCHOLAR_KEY && {
        semanticScholar: reading.data.SEMANTIC_SCHOLAR_KEY,
      }),
      ...(reading.data.OPENALEX_KEY && { openAlex: reading.data.OPENALEX_KEY }),
    },
    mail: {
      url: reading.data.BROADSHEET_MAIL ?? `file:${join(data, 'mail')}`,
      from: reading.data.BROADSHEET_MAIL_FROM,
      perMinute: reading.data.BROADSHEET_MAIL_RATE,
      ...(reading.data.BROADSHEET_DKIM && { dkim: reading.data.BROADSHEET_DKIM }),
      ...(reading.data.BROADSHEET_MAIL_RETURN && {
        returning: reading.data.BROADSHEET_MAIL_RETURN,
      }),
      ...(reading.data.BROADSHEET_MAILBOX && { mailbox: reading.data.BROADSHEET_MAILBOX }),
      reports: keysIn(reading.data.BROADSHEET_MAIL_REPORTS),
    },
    accounts: accountsIn(reading.data),
    house: { endorsements: reading.data.BROADSHEET_ENDORSEMENTS },
    ...(reading.data.BROADSHEET_HUB && { hub: reading.data.BROADSHEET_HUB }),
    // We speak plain HTTP, so where people come by https something of yours stands between.
    proxies:
      reading.data.BROADSHEET_PROXIES ??
      (reading.data.BROADSHEET_URL?.startsWith('https:') ? 1 : 0),
    host: reading.data.HOST,
    port: reading.data.PORT,
    logLevel: reading.data.LOG_LEVEL ?? (onTerminal ? 'warn' : 'info'),
  }
}

/** `mailgun=KEY,json=KEY` */
const keysIn = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(/(\w+)=([^,]+)/g)].map(([, name = '', key = '']) => [name, key]))

/** Reads the key now, so that a path that leads nowhere is noticed at the start. */
function readDkim(text: string, context: z.RefinementCtx): Dkim {
  const [, selector = '', domain = '', file = ''] =
    text.match(/^([\w-]+)\._domainkey\.([\w.-]+)=(.+)$/) ?? []
  try {
    return { selector, domain, key: readFileSync(file, 'utf8') }
  } catch {
    context.addIssue({ code: 'custom', message: `the key ${file} cannot be read` })
    return z.NEVER
  }
}

/** A site that only this machine can reach serves one person, and needs no accounts. */
function accountsIn(settings: z.infer<typeof Environment>): Config['accounts'] {
  const { BROADSHEET_URL: url, BROADSHEET_SECRET: secret, BROADSHEET_KEEPER: keeper } = settings
  const alone = !url && /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(settings.HOST)
  return {
    signIn: settings.BROADSHEET_SIGNIN ?? (alone ? 'off' : 'on'),
    ...(url && { url }),
    ...(secret && { secret }),
    ...(keeper && { keeper }),
    providers: providersIn(settings),
  }
}

/** The houses elsewhere whose word we take: those of which we have both halves of a key. */
function providersIn(settings: z.infer<typeof Environment>): Config['accounts']['providers'] {
  const presets = [
    ['orcid', 'ORCID', 'ORCID', 'https://orcid.org'],
    ['github', 'GITHUB', 'GitHub', settings.GITHUB_URL],
    ['huggingface', 'HUGGINGFACE', 'Hugging Face', 'https://huggingface.co'],
    ['oidc', 'OIDC', settings.OIDC_NAME, settings.OIDC_ISSUER],
  ] as const
  return presets.flatMap(([id, upper, name, issuer]) => {
    const clientId = settings[`${upper}_CLIENT_ID`]
    const clientSecret = settings[`${upper}_CLIENT_SECRET`]
    if (!clientId && !clientSecret) return []
    if (!clientId || !clientSecret || (id === 'oidc' && !issuer)) {
      throw new Error(
        `the environment names only a part of ${name}: it takes ${upper}_CLIENT_ID and ${upper}_CLIENT_SECRET${id === 'oidc' ? ', and OIDC_ISSUER' : ''}`,
      )
    }
    return [{ id, name, clientId, clientSecret, ...(issuer && { issuer }) }]
  })
}

function embedderIn(settings: z.infer<typeof Environment>): EmbedderSetting | undefined {
  const {
    BROADSHEET_EMBEDDER: at,
    BROADSHEET_EMBEDDER_MODEL: model,
    BROADSHEET_EMBEDDER_DIMENSION: dimension,
    BROADSHEET_EMBEDDER_KEY: key,
  } = settings
  if (at === undefined) return undefined
  if (dimension === undefined) {
    throw new Error('BROADSHEET_EMBEDDER wants BROADSHEET_EMBEDDER_DIMENSION beside it: 768')
  }
  return { at, model, dimension, ...(key !== undefined && { key }) }
}
