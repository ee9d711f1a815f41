import type { FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../gateway.config.js';

/** Without tokens everybody is the same caller. */
const EVERYBODY = 'anonymous';
const OPEN_ORDERS = 20;

type Asked = Pick<FastifyRequest, 'caller' | 'ip'>;
type Config = Pick<GatewayConfig, 'AUTH' | 'RATE_LIMIT'>;

/** Whose orders a caller places. */
export function ownerOf({ caller }: Asked, { AUTH }: Config): string {
  return AUTH === 'on' && caller.kind === 'known' ? `sub:${caller.subject}` : EVERYBODY;
}

/** Whose orders a caller may see: undefined for an admin, who may see all. */
export function readerOf(request: Asked, config: Config): string | undefined {
  const { caller } = request;
  return caller.kind === 'known' && caller.role === 'admin' ? undefined : ownerOf(request, config);
}

/** Against whose limit of open orders an order counts: it holds units that nobody else can buy. */
export function holderOf(request: Asked, config: Config): { held_by: string; open_limit: number } {
  const owner = ownerOf(request, config);
  const held_by = owner === EVERYBODY ? `ip:${request.ip}` : owner;
  return { held_by, open_limit: config.RATE_LIMIT === 'on' ? OPEN_ORDERS : 0 };
}
