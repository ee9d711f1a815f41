import { EXCHANGES } from '@app/messaging';
import type { Broker } from '@app/testing';
import { MongoClient } from 'mongodb';

const COMPLETED = 'order_completed';

/** An order at its end, and the sales that inventory has of it. */
export interface EndedOrder {
  order_id: string;
  state: string;
  sale_ids: string[];
}

/** What the rest of the shop was told of each order: events at the broker, mails, documents. */
export class Told {
  /** event_ids of `order_completed` by order, as they come. */
  private readonly completions = new Map<string, Set<string>>();
  /** `[EMAIL]` lines by order. */
  private readonly mails = new Map<string, number>();
  private readonly mongo: MongoClient;

  private constructor(analyticsUri: string) {
    this.mongo = new MongoClient(analyticsUri);
  }

  static async listen(broker: Broker, analyticsUri: string): Promise<Told> {
    const told = new Told(analyticsUri);
    await broker.channel.assertExchange(EXCHANGES.events, 'topic', { durable: true });
    const { queue } = await broker.channel.assertQueue('', { exclusive: true });
    await broker.channel.bindQueue(queue, EXCHANGES.events, COMPLETED);
    await broker.channel.consume(
      queue,
      (message) => {
        if (message) told.completed(message.content.toString('utf8'), String(message.properties.messageId));
      },
      { noAck: true },
    );
    return told;
  }

  /** A line of the log of notifications. */
  readonly mailLine = (line: string): void => {
    if (!line.includes('[EMAIL]')) return;
    const { order_id } = JSON.parse(line) as { order_id: string };
    this.mails.set(order_id, (this.mails.get(order_id) ?? 0) + 1);
  };

  /** One event and one mail for an order that was completed, one mail more when it was refunded; a document for each sale. */
  async against(orders: EndedOrder[]): Promise<string[]> {
    const documents = await this.documentsOf(orders);
    return orders.flatMap(({ order_id, state, sale_ids }) => {
      const sold = state === 'completed' || state === 'refunded' ? 1 : 0;
      const mails = sold + (state === 'refunded' ? 1 : 0);
      return [
        ...differs(order_id, 'order_completed events', sold, this.completions.get(order_id)?.size ?? 0),
        ...differs(order_id, 'mails', mails, this.mails.get(order_id) ?? 0),
        ...differs(order_id, 'documents', sorted(sale_ids), sorted(documents.get(order_id) ?? [])),
      ];
    });
  }

  async close(): Promise<void> {
    await this.mongo.close();
  }

  private completed(body: string, event_id: string): void {
    const { order_id } = JSON.parse(body) as { order_id: string };
    this.completions.set(order_id, (this.completions.get(order_id) ?? new Set()).add(event_id));
  }

  private async documentsOf(orders: EndedOrder[]): Promise<Map<string, string[]>> {
    const ids = orders.map(({ order_id }) => order_id);
    const sales = this.mongo.db().collection<{ _id: string; order_id: string }>('sales_events');
    const found = sales.find({ order_id: { $in: ids } }, { projection: { order_id: 1 } });
    const byOrder = new Map<string, string[]>();
    for await (const { _id, order_id } of found) byOrder.set(order_id, [...(byOrder.get(order_id) ?? []), _id]);
    return byOrder;
  }
}

const sorted = (ids: string[]) => ids.toSorted().join(' ');

const differs = <T>(order_id: string, what: string, wanted: T, found: T): string[] =>
  wanted === found ? [] : [`${order_id} has ${what} ${found}, expected ${wanted}`];
