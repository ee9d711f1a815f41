import { INTERNAL_CHANNEL } from '@app/contracts';
import type { ChannelOptions } from '@grpc/grpc-js';

/** One call of one service. */
export interface MethodName {
  service: string;
  method: string;
}

const serviceConfig = (services: readonly string[], once: readonly MethodName[]) => ({
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      // A repeated call is safe: everything that changes something is idempotent by an id, reads change nothing.
      name: services.map((service) => ({ service })),
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: '0.05s',
        maxBackoff: '0.5s',
        backoffMultiplier: 2,
        // CANCELLED: grpc-js servers that are shut down end their streams so; we cancel nothing ourselves.
        retryableStatusCodes: ['UNAVAILABLE', 'CANCELLED'],
      },
    },
    // The name of a method counts more than that of its service: no policy, no repetition.
    { name: once },
  ],
  retryThrottling: { maxTokens: 100, tokenRatio: 0.1 },
});

/**
 * A ping each second, also without a call: a frozen server is left within 2 s, a dead one at once, and one that came back is
 * found within half a second.
 */
export const channelOptions = (services: readonly string[], once: readonly MethodName[] = []): ChannelOptions => ({
  ...INTERNAL_CHANNEL,
  'grpc.service_config': JSON.stringify(serviceConfig(services, once)),
  'grpc.service_config_disable_resolution': 1,
  'grpc.keepalive_time_ms': 1_000,
  'grpc.keepalive_timeout_ms': 1_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 500,
});
