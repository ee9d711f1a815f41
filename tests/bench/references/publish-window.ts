// Publishes COUNT events with at most WINDOW unconfirmed ones, by our publisher or by a bare amqplib confirm loop; prints messages/s.
import { randomUUID } from 'node:crypto';
import { productSoldExample } from '@app/contracts';
import { assertTopology, BrokerConnections, EventPublisher, EXCHANGES } from '@app/messaging';
import { connect } from 'amqplib';

const { RABBITMQ_URL = '', MODE = 'ours' } = process.env;
const count = Number(process.env.COUNT);
const window = Number(process.env.WINDOW);

type Send = (body: Buffer, messageId: string) => Promise<unknown>;

async function ours(): Promise<Send> {
  const connection = new BrokerConnections({ url: RABBITMQ_URL, name: 'bench' });
  const publisher = new EventPublisher(connection, { maxInFlight: window + 1 });
  publisher.start();
  await new Promise<void>((resolve) => publisher.onReady(resolve));
  return async (body, messageId) => {
    const result = await publisher.publish({
      body,
      messageId,
      type: 'product_sold',
      headers: {},
    });
    if (!result.ok) throw new Error(`not published: ${result.failure}`);
  };
}

async function bare(): Promise<Send> {
  const channel = await (await connect(RABBITMQ_URL)).createConfirmChannel();
  await assertTopology(channel);
  const options = { persistent: true, mandatory: true, type: 'product_sold', contentType: 'application/json' };
  return (body, messageId) =>
    new Promise<void>((resolve, reject) => {
      channel.publish(EXCHANGES.events, 'product_sold', body, { ...options, messageId }, (error) =>
        error ? reject(error) : resolve(),
      );
    });
}

const send = await (MODE === 'bare' ? bare() : ours());
const began = performance.now();
let next = 0;
async function lane(): Promise<void> {
  while (next < count) {
    next += 1;
    const event_id = randomUUID();
    await send(
      Buffer.from(JSON.stringify({ ...productSoldExample, event_id, order_id: `bench-${event_id}` })),
      event_id,
    );
  }
}
await Promise.all(Array.from({ length: window }, lane));
process.stdout.write(`${(count / (performance.now() - began)) * 1_000}\n`);
process.exit(0);
