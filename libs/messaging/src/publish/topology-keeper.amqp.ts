import type { Channel } from 'amqplib';
import { MissingTopologyError } from '../check-topology.amqp.js';
import type { BrokerConnections } from '../connection/broker-connections.amqp.js';
import type { WorkQueue } from '../topology.js';
import { BindingWatch, type Unbound } from './binding-watch.amqp.js';
import { type LostQueue, QueueWatch } from './queue-watch.amqp.js';

const CHECK_MS = 2_000;
/** While the broker reports what is removed, this is only a second look, which costs it 65 declarations: one in 30 s. */
const CHECKS_SKIPPED = 14;
/** A queue that is deleted loses all its bindings, one after the other. */
const GATHER_MS = 100;

/**
 * Keeps queues and bindings as they have to be while a publisher runs, and reports which work queue has missed events: one that
 * was deleted, or one that was unbound.
 */
export class TopologyKeeper {
  private readonly connection: BrokerConnections;
  private readonly channelOf: () => Channel | undefined;
  private readonly onMissing: (reason: string) => void;
  private readonly listeners = new Set<(lost: LostQueue) => void>();
  private readonly queues = new QueueWatch();
  private readonly bindings: BindingWatch;
  private readonly unbound: Unbound[] = [];
  private timer: NodeJS.Timeout | undefined;
  private checking: Promise<void> | undefined;
  private again = false;
  private skipped = 0;
  private soon: NodeJS.Timeout | undefined;

  /**
   * @param channelOf an open channel of the publishing connection, or undefined while there is none
   * @param onMissing something is missing that this login may not declare
   */
  constructor(
    connection: BrokerConnections,
    channelOf: () => Channel | undefined,
    onMissing: (reason: string) => void,
  ) {
    this.connection = connection;
    this.channelOf = channelOf;
    this.onMissing = onMissing;
    const { url, name, logger } = connection;
    this.bindings = new BindingWatch(
      url,
      name,
      logger,
      () => this.checkSoon(),
      (unbound) => this.unbound.push(unbound),
    );
  }

  /** Calls `listener` for each work queue that may have missed events; returns an unsubscribe function. */
  onQueueLost(listener: (lost: LostQueue) => void): () => void {
    this.listeners.add(listener);
    if (this.timer) this.startWatch();
    return () => this.listeners.delete(listener);
  }

  start(): void {
    this.timer = setInterval(() => this.checkWhenDue(), CHECK_MS);
    this.timer.unref();
    this.startWatch();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.bindings.close();
  }

  /** Declares what is missing, then reports what was lost. One check at a time; asked meanwhile, one more follows. */
  check(): Promise<void> {
    if (this.checking) this.again = true;
    this.checking ??= this.checkUntilDone().finally(() => {
      this.checking = undefined;
    });
    return this.checking;
  }

  /** Looks for lost queues on a channel that has just declared the topology. */
  async look(channel: Channel): Promise<void> {
    const model = this.connection.publishing.model;
    if (!model || !this.watches) return;
    const deleted = await this.queues.look(model, channel);
    const unbound = this.unbound.splice(0);
    for (const lost of deleted) this.tell(lost, 'a work queue was deleted; it is back, without what it held');
    const isDeleted = ({ queue }: Unbound) => deleted.some((lost) => lost.queue === queue);
    for (const { queue, at } of earliest(unbound.filter((one) => !isDeleted(one)))) {
      const lost = { queue, since: at, until: new Date() };
      this.tell(lost, 'a work queue was unbound from its events; it is bound again');
    }
  }

  /** Watching needs exchanges and a queue of its own: not for a login that may not declare. */
  private get watches(): boolean {
    return this.listeners.size > 0 && this.connection.topologyMode === 'declare';
  }

  private startWatch(): void {
    if (this.watches) this.bindings.start();
  }

  private async checkUntilDone(): Promise<void> {
    do {
      this.again = false;
      const channel = this.channelOf();
      if (channel) await this.checkOnce(channel);
    } while (this.again);
  }

  /** A queue that was deleted by hand while its consumer is down comes back here; a 406 closes the channel and says why. */
  private async checkOnce(channel: Channel): Promise<void> {
    const model = this.connection.publishing.model;
    if (!model) return;
    try {
      this.connection.metrics.depths(await this.connection.ensureTopology(model, channel));
      await this.look(channel);
    } catch (error) {
      // Any other error closes the channel, which says why and opens again.
      if (error instanceof MissingTopologyError) this.onMissing(error.message);
    }
  }

  private checkWhenDue(): void {
    const isDue = !this.bindings.listening || this.skipped++ >= CHECKS_SKIPPED;
    if (!isDue) return;
    this.skipped = 0;
    void this.check();
  }

  private checkSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      void this.check();
    }, GATHER_MS).unref();
  }

  private tell(lost: LostQueue, message: string): void {
    this.connection.logger.error({ ...lost }, message);
    for (const listener of this.listeners) listener(lost);
  }
}

/** One for each queue, since its first loss. */
function earliest(unbound: Unbound[]): Unbound[] {
  const first = new Map<WorkQueue, Unbound>();
  for (const one of unbound) if (!first.has(one.queue)) first.set(one.queue, one);
  return [...first.values()];
}
