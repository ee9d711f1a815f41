import { after } from '@app/base';
import type { Channel, ConsumeMessage } from 'amqplib';

/** As far as a walk gets: prefetch is a 16 bit number, and 0 means 2,000 to a quorum queue. */
export const MAX_WINDOW = 65_535;
/** Nothing more comes: another consumer has the rest. */
const IDLE_MS = 1_000;
/** Nothing more comes after what the broker counted; its count lags behind messages that have just been given back. */
const SETTLED_MS = 150;

/** `window`: messages unacknowledged at once; `wanted`: the others are passed over and not kept in memory. */
export type Walk = { readonly window: number; readonly wanted: (message: ConsumeMessage) => boolean };

/**
 * Yields the wanted messages of a queue, from its head. Consumes instead of `get`: one round trip per message would put the depth
 * of a queue out of reach. What the caller does not acknowledge goes back to its place when it closes the channel.
 */
export async function* walk(channel: Channel, queue: string, { window, wanted }: Walk): AsyncGenerator<ConsumeMessage> {
  const waiting: ConsumeMessage[] = [];
  const { messageCount: counted } = await channel.checkQueue(queue);
  let arrived = new AbortController();
  let seen = 0;
  await channel.prefetch(Math.min(window, MAX_WINDOW));
  await channel.consume(queue, (message) => {
    if (!message) return;
    seen++;
    if (!wanted(message)) return;
    waiting.push(message);
    arrived.abort();
  });
  for (let before = -1; before !== seen; ) {
    before = seen;
    for (let next = waiting.shift(); next; next = waiting.shift()) yield next;
    arrived = new AbortController();
    await after(seen < counted ? IDLE_MS : SETTLED_MS, arrived.signal);
  }
}
