import type { Failure } from '@app/contracts';
import { BrokerConnections, DeadLetters, QueueDepths } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import { OrdersClient } from '../clients/orders/orders.grpc.client.js';
import { StoryClients } from '../clients/story/story-clients.js';
import { composeStory, type Step, type Story, type StoryFacts } from './compose-story.js';
import { Journal } from './journal.js';

type Told = { ok: true; value: Story } | Failure;

/** What an order's history calls a step, and what a story does. An order that was let go ends as its state says. */
const ORDER_STEPS: Record<string, (state: string) => string[]> = {
  placed: () => ['placed'],
  reserved: () => ['reserved'],
  payment_authorised: () => ['authorised'],
  stock_confirmed: () => ['confirmed'],
  payment_captured: () => ['captured', 'completed'],
  stock_released: (state) => [state],
  stock_returned: (state) => [state],
  refund_completed: () => ['refunded'],
};

const WORKERS = ['analytics', 'notifications'] as const;

/** Asks every service what it knows of one order, and puts the answers together. A service that is away is a line of the story. */
@Injectable()
export class TellStory {
  private readonly depths: QueueDepths;

  private readonly journal: Journal;
  private readonly orders: OrdersClient;
  private readonly broker: BrokerConnections;
  private readonly deadLetters: DeadLetters;
  private readonly clients: StoryClients;

  constructor(
    journal: Journal,
    orders: OrdersClient,
    broker: BrokerConnections,
    deadLetters: DeadLetters,
    clients: StoryClients,
  ) {
    this.clients = clients;
    this.journal = journal;
    this.orders = orders;
    this.broker = broker;
    this.deadLetters = deadLetters;
    this.depths = new QueueDepths(broker);
  }

  async ofSale(order_id: string, traceparent: string): Promise<Told> {
    const facts = await this.gather(order_id, undefined, traceparent);
    const known = facts.request ?? (facts.inventory.ok ? facts.inventory.value.events[0] : true);
    if (!known) return { ok: false, failure: 'sale-not-found', message: 'There is no sale with this order_id' };
    return { ok: true, value: composeStory(facts) };
  }

  async ofOrder(order_id: string, traceparent: string): Promise<Told> {
    const order = await this.orders.get({ order_id }, traceparent);
    if (!order.ok) return order;
    const { state, history: entries } = order.value;
    const history = entries.flatMap(({ type, at }): Step[] =>
      (ORDER_STEPS[type]?.(state) ?? []).map((step) => ({ step, service: 'orders', at })),
    );
    return { ok: true, value: composeStory(await this.gather(order_id, history, traceparent)) };
  }

  private async gather(order_id: string, history: Step[] | undefined, traceparent: string): Promise<StoryFacts> {
    const inventory = await this.clients.of('inventory').ask(order_id, [], traceparent);
    const event_ids = inventory.ok ? inventory.value.events.map(({ event_id }) => event_id) : [];
    const [analytics, notifications, depths, dead] = await Promise.all([
      this.clients.of('analytics').ask(order_id, event_ids, traceparent),
      this.clients.of('notifications').ask(order_id, event_ids, traceparent),
      this.depths.read(),
      this.deadOf(event_ids),
    ]);
    const ready = (worker: string) =>
      (depths ?? []).filter(({ name }) => name.startsWith(`${worker}.`)).reduce((sum, queue) => sum + queue.ready, 0);
    return {
      order_id,
      request: this.journal.requestOf(order_id),
      inventory,
      analytics,
      notifications,
      journal: new Map(event_ids.map((event_id) => [event_id, this.journal.eventOf(event_id)])),
      brokerAway: this.brokerAway(),
      ahead: depths && { analytics: ready('analytics'), notifications: ready('notifications') },
      dead,
      history,
    };
  }

  private brokerAway(): string | undefined {
    const { state, reason } = this.broker.status().publishing;
    if (state === 'up') return undefined;
    return `no broker: ${reason || state}`;
  }

  /** Looks through the dead letters only where there may be some: reading them takes them out for a moment. */
  private async deadOf(eventIds: string[]): Promise<StoryFacts['dead']> {
    const found: Partial<Record<(typeof WORKERS)[number], string>> = {};
    if (this.brokerAway()) return found;
    for (const worker of WORKERS) {
      const event_id = eventIds[0];
      if (!event_id) continue;
      const listed = await this.deadLetters.list(`${worker}.product_sold`, { event_id, limit: 1 });
      if (listed.ok && listed.items[0])
        found[worker] = `${listed.items[0].error_kind}: ${listed.items[0].error_message}`;
    }
    return found;
  }
}
