import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'amqplib';
import type { Endpoints } from '../../../stack/endpoints.ts';

const EVENT_ID = '0190a5d8-73dd-7088-94c7-c6e501ba4999';
const QUEUES = ['analytics.product_sold', 'notifications.product_sold'];
const PARKED_WITHIN_MS = 30_000;

/** What stands for `<…>` in a command. */
export async function placeholders(
  command: string,
  { processes, gateway, rabbitmq }: Endpoints,
): Promise<Record<string, string>> {
  if (command.includes(' dlq ')) await parkMessages(rabbitmq);
  return {
    'work queue': QUEUES[0] ?? '',
    event_id: EVENT_ID,
    worker: 'analytics',
    time: new Date().toISOString(),
    pid: String(processes.find(({ name }) => name === 'analytics')?.pid),
    ...(command.includes('<trace_id>') && { trace_id: await traceOfASale(gateway) }),
  };
}

/** A message that nobody can read in each of the queues, unless its dead letter is there. */
async function parkMessages(url: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const dead = async (queue: string) => (await channel.checkQueue(`${queue}.dlq`)).messageCount;
  for (const queue of QUEUES) {
    if ((await dead(queue)) === 0)
      channel.sendToQueue(queue, Buffer.from('no JSON'), { messageId: EVENT_ID, type: 'product_sold' });
    for (const deadline = Date.now() + PARKED_WITHIN_MS; (await dead(queue)) === 0; await delay(100))
      if (Date.now() > deadline) throw new Error(`${queue}.dlq got no dead letter`);
  }
  await connection.close();
}

async function traceOfASale(gateway: string): Promise<string> {
  const { headers } = await fetch(`${gateway}/inventory/decrease`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ product_id: 1, quantity: 1, order_id: `TRACED-${Date.now()}` }),
  });
  return headers.get('traceparent')?.split('-')[1] ?? '';
}
