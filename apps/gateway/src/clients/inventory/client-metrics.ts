import { SpanKind, type Tracing } from '@app/observability';
import type { CheckResult, Readiness } from '@app/service';
import { connectivityState } from '@grpc/grpc-js';
import { Gauge, Histogram, type Registry } from 'prom-client';
import type { Guard } from '../guard.js';
import type { InventoryChannel } from './inventory.grpc.channel.js';
import { InventoryClient } from './inventory.grpc.client.js';

const BREAKER = { closed: 0, 'half-open': 1, open: 2 };

/** The client, with its states visible in `/metrics` and `/health/ready`. */
export function showInventoryClient(
  channel: InventoryChannel,
  guard: Guard,
  registry: Registry,
  readiness: Readiness,
  tracing: Tracing,
): InventoryClient {
  const registers = [registry];
  const batches = new Histogram({
    name: 'gateway_sale_batch_size',
    help: 'Sales in one call to inventory',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  });
  const client = new InventoryClient(channel, guard, (requests) => {
    batches.observe(requests.length);
    const links = requests.map(({ traceparent }) => traceparent);
    const span = tracing.start('DecreaseStockBatch', SpanKind.CLIENT, { links });
    return (error) => span.end(error);
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('gateway_sales_waiting', 'Sales that wait for a call to inventory', () => client.sales.waiting);
  gauge('gateway_sale_batches_in_flight', 'Calls with sales that inventory works on', () => client.sales.running);
  gauge('gateway_inventory_breaker_state', '0 closed, 1 half-open, 2 open', () => BREAKER[guard.state]);
  gauge('gateway_inventory_free_slots', 'Other calls to inventory that may start right now', () => guard.freeSlots);
  gauge('gateway_inventory_connected', '1 when at least one inventory is connected', () =>
    channel.state === connectivityState.READY ? 1 : 0,
  );
  readiness.add('inventory', () => inventoryCheck(channel, guard));
  return client;
}

function inventoryCheck(channel: InventoryChannel, guard: Guard): CheckResult {
  if (guard.state === 'open') return { ok: false, reason: 'most calls to inventory fail: calls are held back' };
  if (channel.state === connectivityState.READY) return { ok: true, detail: `breaker ${guard.state}` };
  return { ok: false, reason: `inventory is not connected (${connectivityState[channel.state].toLowerCase()})` };
}
