import { z } from 'zod'
import type { GenericOAuthConfig } from 'better-auth/plugins/generic-oauth'
import { newId } from './reader.ts'

/** A house elsewhere that vouches for people. */
export type Provider = {
  /** `orcid`, `github`, `huggingface`, or `oidc` for the one that the settings name. */
  readonly id: string
  readonly name: string
  readonly clientId: string
  readonly clientSecret: string
  /** Where OpenID Connect is discovered; GitHub has none. */
  readonly issuer?: string
}

const Profile = z.looseObject({
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  email: z.string().optional(),
  emailVerified: z.boolean().optional(),
})

/** A provider as better-auth wants it. */
export function oauthConfig(provider: Provider): GenericOAuthConfig {
  const { id, clientId, clientSecret, issuer } = provider
  const common = {
    providerId: id,
    clientId,
    clientSecret,
    pkce: true,
    mapProfileToUser: (profile: unknown) => {
      const told = Profile.parse(profile)
      const { given_name: given = '', family_name: family = '' } = told
      return {
        name: told.name || `${given} ${family}`.trim() || told.preferred_username || '',
        // An address that nobody verified is nobody's: it neither finds nor makes an account.
        ...(told.email && told.emailVerified ? {} : noAddress()),
      }
    },
  }
  if (id === 'github') {
    return {
      ...common,
      authorizationUrl: 'https://github.com/login/oauth/authorize',
      tokenUrl: 'https://github.com/login/oauth/access_token',
      scopes: ['read:user', 'user:email'],
      getUserInfo: ({ accessToken }) => githubProfile(accessToken ?? ''),
    }
  }
  return {
    ...common,
    discoveryUrl: `${issuer?.replace(/\/$/, '')}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    scopes: id === 'orcid' ? ['openid'] : ['openid', 'profile', 'email'],
  }
}

const noAddress = () => ({ email: `${newId()}@no-address.invalid`, emailVerified: false })

const GithubUser = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() })
const GithubAddresses = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
)

async function githubProfile(accessToken: string) {
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`https://api.github.com${path}`, {
      headers: { authorization: `Bearer ${accessToken}`, 'user-agent': 'broadsheet' },
      signal: AbortSignal.timeout(10_000),
    })
    return answer.json()
  }
  const user = GithubUser.parse(await ask('/user'))
  const addresses = GithubAddresses.safeParse(await ask('/user/emails'))
  const primary = addresses.data?.find((address) => address.primary && address.verified)
  return {
    id: String(user.id),
    name: user.name ?? user.login,
    email: primary?.email ?? '',
    emailVerified: primary !== undefined,
  }
}
