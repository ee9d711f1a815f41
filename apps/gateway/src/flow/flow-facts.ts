import { BrokerConnections, QueueDepths, showQueues } from '@app/messaging';
import { Readiness } from '@app/service';
import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { InventoryChannel } from '../clients/inventory/inventory.grpc.channel.js';
import { OrdersChannel } from '../clients/orders/orders.grpc.client.js';
import type { FlowCounters, FlowFacts } from './flow-snapshot.js';

const SALE_ROUTE = '/inventory/decrease';
/** What is passed on to orders. */
const ORDERS_ROUTES = /^\/(orders|payments)\b/;
const DEADLINE_MS = 1_000;
const BREAKER_STATES = ['closed', 'half-open', 'open'];

/** Reads what the picture is made from: this gateway's own metrics at each look, its neighbours at most once a second. */
@Injectable()
export class FlowFactsReader {
  private readonly broker: BrokerConnections;
  private readonly inventory: InventoryChannel;
  private readonly orders: OrdersChannel;
  private readonly readiness: Readiness;
  private readonly registry: Registry;
  private readonly depths: QueueDepths;
  private neighbours: Pick<FlowFacts, 'outbox' | 'queues' | 'checks'> = { outbox: null, queues: null, checks: {} };

  constructor(
    broker: BrokerConnections,
    inventory: InventoryChannel,
    orders: OrdersChannel,
    readiness: Readiness,
    registry: Registry,
  ) {
    this.broker = broker;
    this.inventory = inventory;
    this.orders = orders;
    this.readiness = readiness;
    this.registry = registry;
    this.depths = new QueueDepths(broker);
    showQueues(this.depths, registry);
  }

  /** Asks inventory and the broker; what cannot be asked becomes null. */
  async askNeighbours(): Promise<void> {
    const [outbox, queues, report] = await Promise.all([
      this.readOutbox(),
      this.depths.read(),
      this.readiness.report(),
    ]);
    const orders = this.orders.connected ? { ok: true } : { ok: false, reason: 'orders is not connected' };
    const checks = { ...report.checks, orders, rabbitmq: this.brokerCheck() };
    this.neighbours = { outbox, queues: queues ?? null, checks };
  }

  async read(): Promise<FlowFacts> {
    const breaker = BREAKER_STATES[sumOf(await this.samples('gateway_inventory_breaker_state'))] ?? 'closed';
    return { at: new Date(), counters: await this.readCounters(), breaker, ...this.neighbours };
  }

  private async readOutbox(): Promise<FlowFacts['outbox']> {
    if (this.inventory.unreachable) return null;
    const answer = await this.inventory.call('GetOutboxStats', {}, Date.now() + DEADLINE_MS);
    if (!answer.ok) return null;
    const { pending, oldest_age_seconds } = answer.value;
    return { pending, oldest_age_seconds: Math.round(oldest_age_seconds) };
  }

  private brokerCheck() {
    const { state, reason } = this.broker.status().publishing;
    return state === 'up' ? { ok: true } : { ok: false, reason: reason || `connection ${state}` };
  }

  private async readCounters(): Promise<FlowCounters> {
    const buckets = new Map<number, number>();
    for (const { labels, value, metricName } of await this.samples('gateway_http_request_duration_seconds')) {
      if (labels.route !== SALE_ROUTE || !metricName?.endsWith('_bucket')) continue;
      buckets.set(labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le), value);
    }
    const requests = await this.samples('gateway_http_requests_total');
    return {
      sales: sumOf(await this.samples('gateway_sales_total')),
      requests: sumOf(requests),
      orders: sumOf(requests.filter(({ labels }) => ORDERS_ROUTES.test(String(labels.route)))),
      buckets,
    };
  }

  private async samples(name: string): Promise<Sample[]> {
    const metric = await this.registry.getSingleMetric(name)?.get();
    return (metric?.values ?? []) as Sample[];
  }
}

const sumOf = (samples: readonly Sample[]) => samples.reduce((sum, { value }) => sum + value, 0);

interface Sample {
  labels: Record<string, string | number>;
  value: number;
  metricName?: string;
}
