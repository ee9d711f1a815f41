import { refuseInsecureProduction } from '@app/config';
import type { GatewayConfig } from '../../gateway.config.js';
import { DEVELOPMENT_TOKEN } from '../auth/development-token.js';

const SHORTEST_SECRET = 32;

/** Refuses a production start that is open to everybody. */
export function refuseOpenProduction(config: GatewayConfig): void {
  const problems = [openEdge(config), knownSecret(config)].filter((problem) => problem !== undefined);
  refuseInsecureProduction('gateway', config, problems);
}

function openEdge({ AUTH, ALLOW_AUTH_OFF }: GatewayConfig): string | undefined {
  if (AUTH === 'on' || ALLOW_AUTH_OFF === 'yes') return undefined;
  return 'AUTH is off: everybody may buy. Set AUTH=on, or ALLOW_AUTH_OFF=yes when something in front of the gateway decides who may buy';
}

function knownSecret({ JWKS_URL, JWT_SECRET }: GatewayConfig): string | undefined {
  if (JWKS_URL) return undefined;
  const fix = `Set JWKS_URL to the issuer's keys, or JWT_SECRET to at least ${SHORTEST_SECRET} random characters (openssl rand -base64 48)`;
  if (!JWT_SECRET || JWT_SECRET === DEVELOPMENT_TOKEN.secret)
    return `JWT_SECRET is the development secret, which is public. ${fix}`;
  return JWT_SECRET.length < SHORTEST_SECRET ? `JWT_SECRET is too short to be safe. ${fix}` : undefined;
}
