import type { Channel } from 'amqplib';
import type { BrokerConnections } from '../connection/broker-connections.amqp.js';
import { deadLetterQueueOf, RETRY_STEPS, retryQueueOf, WORK_QUEUES, type WorkQueue } from '../topology.js';

const CONNECT_MS = 1_000;

/** One work queue at one moment. `ready`: waits for a consumer; `retrying`: waits for its next attempt; `dead`: could not be handled. */
export type QueueDepth = {
  readonly name: WorkQueue;
  readonly ready: number;
  readonly consumers: number;
  readonly retrying: number;
  readonly dead: number;
};

/** Reads how deep each work queue is, and who consumes it. Needs no permission but to connect: every look is passive. */
export class QueueDepths {
  private readonly connection: BrokerConnections;

  constructor(connection: BrokerConnections) {
    this.connection = connection;
  }

  /** Undefined when the broker is away or a queue is missing: then nothing can be said. */
  async read(): Promise<QueueDepth[] | undefined> {
    const model = await this.connection.consuming.whenUp(CONNECT_MS);
    if (!model) return undefined;
    try {
      const channel = await model.createChannel();
      channel.on('error', () => {});
      const depths: QueueDepth[] = [];
      for (const name of WORK_QUEUES) depths.push(await depthOf(channel, name));
      await channel.close();
      return depths;
    } catch {
      return undefined;
    }
  }
}

async function depthOf(channel: Channel, name: WorkQueue): Promise<QueueDepth> {
  const { messageCount: ready, consumerCount: consumers } = await channel.checkQueue(name);
  const { messageCount: dead } = await channel.checkQueue(deadLetterQueueOf(name));
  let retrying = 0;
  for (const step of RETRY_STEPS) retrying += (await channel.checkQueue(retryQueueOf(name, step))).messageCount;
  return { name, ready, consumers, retrying, dead };
}
