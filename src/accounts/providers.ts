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
  /** Where OpenID Connect is discovered. GitHub has none of that: where it is, if it is one's own. */
  readonly issuer?: string
}

const Profile = z.looseObject({
  // ORCID says null of what a person keeps to themselves.
  name: z.string().nullish(),
  preferred_username: z.string().nullish(),
  given_name: z.string().nullish(),
  family_name: z.string().nullish(),
  email: z.string().nullish(),
  emailVerified: z.boolean().nullish(),
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
      const full = [told.given_name, told.family_name].filter(Boolean).join(' ')
      return {
        name: told.name || full || told.preferred_username || '',
        // An address that nobody verified is nobody's: it neither finds nor makes an account.
        ...(told.email && told.emailVerified ? {} : noAddress()),
      }
    },
  }
  if (id === 'github') {
    const site = issuer?.replace(/\/$/, '') ?? 'https://github.com'
    // A GitHub of one's own has its API on the same host.
    const api = issuer ? `${site}/api/v3` : 'https://api.github.com'
    return {
      ...common,
      authorizationUrl: `${site}/login/oauth/authorize`,
      tokenUrl: `${site}/login/oauth/access_token`,
      scopes: ['read:user', 'user:email'],
      getUserInfo: ({ accessToken }) => githubProfile(api, accessToken ?? ''),
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

async function githubProfile(api: string, accessToken: string) {
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(api + path, {
      headers: {
        authorization: `Bearer ${accessToken}`,
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': 'broadsheet',
      },
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
