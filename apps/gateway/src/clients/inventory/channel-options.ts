import { INTERNAL_CHANNEL } from '@app/contracts';
import type { ChannelOptions } from '@grpc/grpc-js';

/** A repeated call is safe: sales and restocks are idempotent by their ids, reads change nothing. */
const RETRIED = [{ service: 'inventory.InventoryService' }, { service: 'inventory.SaleOutbox' }];

const serviceConfig = {
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: RETRIED,
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: '0.05s',
        maxBackoff: '0.5s',
        backoffMultiplier: 2,
        // CANCELLED: grpc-js servers that are shut down end their streams so; we cancel nothing ourselves.
        retryableStatusCodes: ['UNAVAILABLE', 'CANCELLED'],
      },
    },
  ],
  retryThrottling: { maxTokens: 100, tokenRatio: 0.1 },
};

/**
 * A ping each second, also without a call: a frozen inventory is left within 2 s, a dead one at once, and one that came back is
 * found within half a second.
 */
export const CHANNEL_OPTIONS: ChannelOptions = {
  ...INTERNAL_CHANNEL,
  'grpc.service_config': JSON.stringify(serviceConfig),
  'grpc.service_config_disable_resolution': 1,
  'grpc.keepalive_time_ms': 1_000,
  'grpc.keepalive_timeout_ms': 1_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 500,
};
