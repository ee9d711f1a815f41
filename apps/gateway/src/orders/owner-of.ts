import type { FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../gateway.config.js';

/** Without tokens everybody is the same caller. */
const EVERYBODY = 'anonymous';
const OPEN_ORDERS = 20;
/** Like the rate limit, so generous in development that many busy shoppers of one address never meet it. */
const OPEN_ORDERS_OF_AN_ADDRESS = { production: OPEN_ORDERS, elsewhere: 1_000 };

type Asked = Pick<FastifyRequest, 'caller' | 'ip'>;
type Config = Pick<GatewayConfig, 'AUTH' | 'RATE_LIMIT' | 'NODE_ENV'>;

/** Whose orders a caller places. */
export function ownerOf({ caller }: Asked, { AUTH }: Config): string {
  return AUTH === 'on' && caller.kind === 'known' ? `sub:${caller.subject}` : EVERYBODY;
}

/** Whose orders a caller may see: undefined for an admin, who may see all. */
export function readerOf(request: Asked, config: Config): string | undefined {
  const { caller } = request;
  return caller.kind === 'known' && caller.role === 'admin' ? undefined : ownerOf(request, config);
}

/** Against whose limit of open orders an order counts: it holds units that no other buyer can have. 0 is no limit. */
export function holderOf(request: Asked, config: Config): { held_by: string; open_limit: number } {
  const owner = ownerOf(request, config);
  const isKnown = owner !== EVERYBODY;
  const { production, elsewhere } = OPEN_ORDERS_OF_AN_ADDRESS;
  const limit = isKnown || config.NODE_ENV === 'production' ? production : elsewhere;
  return { held_by: isKnown ? owner : `ip:${request.ip}`, open_limit: config.RATE_LIMIT === 'on' ? limit : 0 };
}
