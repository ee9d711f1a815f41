import { randomUUID } from 'node:crypto';
import { encodeEvent, type ProductSold, productSoldExample } from '@app/contracts';
import { BrokerConnections, type Delivery, EventPublisher, type PublishResult } from '@app/messaging';
import { eventually } from './eventually.js';
import { readyOrClosed } from './ready-or-closed.js';

/** A sale of its own. */
export function saleEvent(overrides: Partial<ProductSold> = {}): ProductSold {
  const event_id = randomUUID();
  const order_id = `ORD-${event_id.slice(0, 8)}`;
  return { ...productSoldExample, event_id, order_id, customer_email: 'ada@example.org', ...overrides };
}

/** What messaging hands to a handler for this body. */
export function deliveryOf(json: object, overrides: Partial<Delivery> = {}): Delivery {
  return {
    messageId: (json as { event_id?: string }).event_id ?? randomUUID(),
    type: 'product_sold',
    routingKey: 'product_sold',
    headers: {},
    attempt: 0,
    redelivered: false,
    body: Buffer.from(JSON.stringify(json)),
    json,
    ...overrides,
  };
}

/** Publishes sales as the gateway does, with confirms. */
export class SalesPublisher {
  private readonly connection: BrokerConnections;
  private readonly publisher: EventPublisher;

  private constructor(url: string) {
    this.connection = new BrokerConnections({ url, name: 'test' });
    this.publisher = new EventPublisher(this.connection);
  }

  /** Ready: the topology is declared. */
  static async open(url: string, timeoutMs = 20_000): Promise<SalesPublisher> {
    const publisher = new SalesPublisher(url);
    const isReady = () => publisher.publisher.whenReady(Math.min(timeoutMs, 10_000));
    const ready = eventually(isReady, { what: 'the publisher', timeoutMs });
    await readyOrClosed(ready, () => publisher.close());
    return publisher;
  }

  publish(messageId: string, body: Buffer): Promise<PublishResult> {
    return this.publisher.publish({ type: 'product_sold', messageId, headers: {}, body });
  }

  /** Throws unless the broker has confirmed all of them. */
  async sell(...events: ProductSold[]): Promise<void> {
    const results = await Promise.all(events.map((event) => this.publish(event.event_id, encodeEvent(event))));
    const failed = results.find((result) => !result.ok);
    if (failed) throw new Error(`not published: ${JSON.stringify(failed)}`);
  }

  async close(): Promise<void> {
    await this.publisher.close();
    await this.connection.close();
  }
}
