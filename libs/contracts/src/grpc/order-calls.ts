import type { CallsOf } from './calls-of.js';
import type { OrderServiceClient } from './gen/orders.js';

/** Every call of `protos/orders.proto` by its name on the wire: request and reply. */
export type OrderCalls = CallsOf<OrderServiceClient>;
