import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { GatewayConfig } from '../../gateway.config.js';
import type { Refusal } from '../errors/problem.js';
import { bearerChallenge } from './bearer-challenge.js';
import type { Caller } from './caller.js';
import { DEVELOPMENT_TOKEN } from './development-token.js';
import { KnownTokens } from './known-tokens.js';

/** Signatures that each kind of key may make. `none` and a public key used as an HMAC secret are in neither. */
const SECRET_ALGORITHMS = ['HS256'];
const PUBLIC_KEY_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

type Verify = (token: string) => Promise<JWTPayload>;

/** Checks bearer tokens: signature, issuer, audience, times, subject and role. */
export class TokenVerifier {
  private readonly verify: Verify;
  private readonly known = new KnownTokens();

  constructor(config: Pick<GatewayConfig, 'JWT_SECRET' | 'JWKS_URL' | 'JWT_ISSUER' | 'JWT_AUDIENCE'>) {
    const claims = { issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE, requiredClaims: ['sub', 'exp'] };
    this.verify = config.JWKS_URL
      ? byPublicKey(createRemoteJWKSet(new URL(config.JWKS_URL)), claims)
      : bySecret(config.JWT_SECRET ?? DEVELOPMENT_TOKEN.secret, claims);
  }

  /** The bearer of a token that was checked a moment ago. */
  knownCallerOf(token: string): Caller | undefined {
    return this.known.get(token);
  }

  async callerOf(token: string): Promise<Caller> {
    try {
      const { sub, role, exp = 0 } = await this.verify(token);
      if (role !== 'buyer' && role !== 'admin') return { kind: 'refused', refusal: noRole() };
      const caller: Caller = { kind: 'known', subject: String(sub), role };
      this.known.add(token, caller, exp);
      return caller;
    } catch (error) {
      return { kind: 'refused', refusal: refusalFor(error) };
    }
  }
}

interface ExpectedClaims {
  issuer: string;
  audience: string;
  requiredClaims: string[];
}

function bySecret(secret: string, claims: ExpectedClaims): Verify {
  const key = new TextEncoder().encode(secret);
  return async (token) => (await jwtVerify(token, key, { ...claims, algorithms: SECRET_ALGORITHMS })).payload;
}

function byPublicKey(keys: JWTVerifyGetKey, claims: ExpectedClaims): Verify {
  return async (token) => (await jwtVerify(token, keys, { ...claims, algorithms: PUBLIC_KEY_ALGORITHMS })).payload;
}

function refusalFor(error: unknown): Refusal {
  if (error instanceof errors.JWTExpired) return invalidToken('The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) return invalidToken(claimSentence(error));
  if (error instanceof errors.JWKSNoMatchingKey || isInvalid(error)) return invalidToken('The token is not valid.');
  return { code: 'keys-unavailable', detail: 'The keys that tokens are checked with could not be read.' };
}

function claimSentence({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (reason === 'missing') return `The token has no ${claim}.`;
  return claim === 'nbf'
    ? 'The token is not valid yet.'
    : `The ${claim} of the token is not the one that is expected here.`;
}

const isInvalid = (error: unknown) =>
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWTInvalid ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JOSEAlgNotAllowed ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWKSMultipleMatchingKeys;

function invalidToken(detail: string): Refusal {
  return {
    code: 'unauthenticated',
    detail,
    headers: bearerChallenge({ error: 'invalid_token', error_description: detail }),
  };
}

function noRole(): Refusal {
  const detail = 'The token has no role; buyer or admin is needed.';
  return { code: 'forbidden', detail, headers: bearerChallenge({ error: 'insufficient_scope' }) };
}
