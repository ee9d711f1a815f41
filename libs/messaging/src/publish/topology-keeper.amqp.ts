import type { Channel } from 'amqplib';
import type { AmqpConnection } from '../connection/connection.amqp.js';
import { assertTopology, type WorkQueue } from '../topology.js';
import { BindingWatch, type Unbound } from './binding-watch.amqp.js';
import { type LostQueue, QueueWatch } from './queue-watch.amqp.js';

const CHECK_MS = 2_000;
/** A queue that is deleted loses all its bindings, one after the other. */
const GATHER_MS = 100;

/**
 * Keeps queues and bindings as they have to be while a publisher runs, and tells which work queue has missed events: one that
 * was deleted, or one that was unbound.
 */
export class TopologyKeeper {
  readonly #listeners = new Set<(lost: LostQueue) => void>();
  readonly #queues = new QueueWatch();
  readonly #bindings: BindingWatch;
  readonly #unbound: Unbound[] = [];
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<void> | undefined;
  #again = false;

  /** @param channelOf an open channel of the publishing connection, or undefined while there is none */
  constructor(
    private readonly connection: AmqpConnection,
    private readonly channelOf: () => Channel | undefined,
  ) {
    const { url, name, logger } = connection;
    this.#bindings = new BindingWatch(url, name, logger, (unbound) => this.#heardOf(unbound));
  }

  /** Calls `listener` for each work queue that may have missed events; returns an unsubscribe function. */
  onQueueLost(listener: (lost: LostQueue) => void): () => void {
    this.#listeners.add(listener);
    if (this.#timer) this.#bindings.start();
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#timer = setInterval(() => void this.check(), CHECK_MS);
    this.#timer.unref();
    if (this.#listeners.size > 0) this.#bindings.start();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#bindings.close();
  }

  /** Declares what is missing, then tells of what was lost. One check at a time; asked meanwhile, one more follows. */
  check(): Promise<void> {
    if (this.#checking) this.#again = true;
    this.#checking ??= this.#checkUntilDone().finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  /** Looks for lost queues on a channel that has just declared the topology. */
  async look(channel: Channel): Promise<void> {
    const link = this.connection.publishing.model;
    if (!link || this.#listeners.size === 0) return;
    const unbound = this.#unbound.splice(0);
    const deleted = await this.#queues.look(link, channel);
    for (const lost of deleted) this.#tell(lost, 'a work queue was deleted; it is back, without what it held');
    const isDeleted = ({ queue }: Unbound) => deleted.some((lost) => lost.queue === queue);
    for (const { queue, at } of earliest(unbound.filter((one) => !isDeleted(one)))) {
      const lost = { queue, since: at, until: new Date() };
      this.#tell(lost, 'a work queue was unbound from its events; it is bound again');
    }
  }

  async #checkUntilDone(): Promise<void> {
    do {
      this.#again = false;
      const channel = this.channelOf();
      if (channel) await this.#checkOnce(channel);
    } while (this.#again);
  }

  /** A queue that was deleted by hand while its consumer is down comes back here; a 406 closes the channel and says why. */
  async #checkOnce(channel: Channel): Promise<void> {
    try {
      this.connection.metrics.depths(await assertTopology(channel));
      await this.look(channel);
    } catch {
      // The channel says why when it closes, and opens again.
    }
  }

  #heardOf(unbound: Unbound): void {
    this.#unbound.push(unbound);
    setTimeout(() => void this.check(), GATHER_MS).unref();
  }

  #tell(lost: LostQueue, message: string): void {
    this.connection.logger.error({ ...lost }, message);
    for (const listener of this.#listeners) listener(lost);
  }
}

/** One for each queue, since its first loss. */
function earliest(unbound: Unbound[]): Unbound[] {
  const first = new Map<WorkQueue, Unbound>();
  for (const one of unbound) if (!first.has(one.queue)) first.set(one.queue, one);
  return [...first.values()];
}
