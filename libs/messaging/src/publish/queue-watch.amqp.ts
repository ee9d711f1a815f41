import type { Channel, ChannelModel } from 'amqplib';
import { WORK_QUEUES, type WorkQueue } from '../topology.js';

/** A work queue that was deleted, by hand or by accident; events published between `since` and `until` may have missed it. */
export type LostQueue = { readonly queue: WorkQueue; readonly since: Date; readonly until: Date };

/** How far back a process that has just started supposes the last look of another one that ended. */
const UNSEEN_MS = 15 * 60_000;

const WATCH = 'shop.watch.';

/** Carries nothing. The broker deletes it together with the only queue that is bound to it. */
const watchExchangeOf = (queue: WorkQueue): string => `${WATCH}${queue}`;

/** Whether any of these exchanges is a watch. Without one this broker was never watched. */
export const isWatched = (exchanges: readonly string[]): boolean => exchanges.some((name) => name.startsWith(WATCH));

/**
 * Notices that a work queue was deleted even when its consumer has declared it again meanwhile. The broker informs a publisher
 * only of messages that reach no queue at all, and a queue that is back looks as before. What does not come back by itself is
 * an auto-delete exchange bound to that queue alone.
 */
export class QueueWatch {
  private intactAt: number | undefined;
  /** Lost, and not reported yet because the look that saw it has failed. */
  private readonly untold = new Set<WorkQueue>();

  /** Looks once; call it when the topology has just been declared. Returns what was lost since the last look. */
  async look(model: ChannelModel, channel: Channel): Promise<LostQueue[]> {
    const began = Date.now();
    const since = this.intactAt ?? began - UNSEEN_MS;
    const first = this.intactAt === undefined;
    const gone = await missing(model);
    // Without any watch this is the first look. Or all queues were deleted: then the broker returned what was published.
    if (!first || gone.length < WORK_QUEUES.length) for (const queue of gone) this.untold.add(queue);
    if (first || gone.length > 0) await watchQueues(channel);
    this.intactAt = gone.length > 0 ? Date.now() : began;
    const lost = [...this.untold];
    this.untold.clear();
    return lost.map((queue) => ({ queue, since: new Date(since), until: new Date() }));
  }
}

async function missing(model: ChannelModel): Promise<WorkQueue[]> {
  const found = await Promise.all(WORK_QUEUES.map((queue) => exists(model, watchExchangeOf(queue))));
  return WORK_QUEUES.filter((_, index) => !found[index]);
}

/** On a channel of its own: asking for what is not there closes the channel that asks. */
async function exists(model: ChannelModel, exchange: string): Promise<boolean> {
  const channel = await model.createChannel();
  channel.on('error', () => {});
  try {
    await channel.checkExchange(exchange);
    await channel.close();
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return false;
    throw error;
  }
}

/** Watches every work queue, all of which have to be there. Of a broker that is watched already it would hide a loss. */
export async function watchQueues(channel: Channel): Promise<void> {
  for (const queue of WORK_QUEUES) {
    const exchange = watchExchangeOf(queue);
    await channel.assertExchange(exchange, 'fanout', { durable: true, autoDelete: true, internal: true });
    await channel.bindQueue(queue, exchange, '');
  }
}
