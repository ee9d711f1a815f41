import { after } from '@app/base';
import { Batcher } from '@app/batching';
import type { Channel, ConsumeMessage } from 'amqplib';
import { backoffMs } from '../connection/backoff.js';
import type { BrokerConnections } from '../connection/broker-connections.amqp.js';
import { SupervisedChannel } from '../connection/channel.amqp.js';
import { Machine } from '../connection/machine.js';
import { CONSUMER, type ConsumerEvent, type ConsumerState } from '../connection/states.js';
import type { EventPublisher } from '../publish/publisher.amqp.js';
import type { WorkQueue } from '../topology.js';
import { type Delivery, readDelivery } from './delivery.js';
import type { Disposition, Hold } from './disposition.js';
import { decide, type Handler } from './handler.js';
import { answers, HOLD_BACKOFF, PROBE_BACKOFF } from './hold.js';
import type { ParkReason } from './republisher.amqp.js';
import { Session } from './session.amqp.js';
import { DeliverySettler } from './settler.amqp.js';

const DRAIN_MS = 10_000;

/** For health. `ready`: the broker delivers to this process and messages are being handled. */
export type ConsumerStatus = { state: string; ready: boolean; reason: string };

/** What a consumer needs. `handlers` by event type; `prefetch`: unacknowledged deliveries at most. */
export type ConsumerOptions = {
  readonly connection: BrokerConnections;
  readonly publisher: EventPublisher;
  readonly queue: WorkQueue;
  readonly prefetch: number;
  readonly holdLimitMs: number;
  readonly handlers: ReadonlyMap<string, Handler>;
};

type Work = { readonly message: ConsumeMessage; readonly delivery: Delivery; readonly session: Session };

/** Consumes one work queue and turns dispositions into acks, retries, dead letters and pauses. States: {@link CONSUMER}. */
export class QueueConsumer {
  private readonly options: ConsumerOptions;
  private readonly machine = new Machine<ConsumerState, ConsumerEvent>(CONSUMER, 'idle', (state) =>
    this.entered(state),
  );
  private readonly channel: SupervisedChannel<Channel>;
  private readonly settler: DeliverySettler;
  private readonly lanes: ReadonlyMap<string, Batcher<Work, void>>;
  private session: Session | undefined;
  private interrupt = new AbortController();
  private holders = 0;
  private holdReason = '';

  constructor(options: ConsumerOptions) {
    this.options = options;
    const { connection, publisher, queue, handlers } = options;
    this.settler = new DeliverySettler(connection, publisher, queue);
    this.lanes = new Map([...handlers].map(([type, handler]) => [type, this.laneTo(handler)]));
    this.channel = new SupervisedChannel<Channel>(
      connection.consuming,
      {
        name: `${queue} consumer`,
        create: (model) => model.createChannel(),
        prepare: (model, channel) => connection.ensureTopology(model, channel),
        setup: (channel) => this.setUp(channel),
        onOpen: () => this.opened(),
        onLost: () => this.lost(),
      },
      connection.logger,
    );
  }

  private laneTo(handler: Handler): Batcher<Work, void> {
    const { max: maxBatch, gather } = handler.shape;
    const run = async (work: Work[]) => {
      await this.handle(handler, work);
      return [];
    };
    return new Batcher({ maxBatch, gather, run });
  }

  /** Starts and returns at once; the broker may appear later. */
  start(): void {
    this.channel.start();
  }

  status(): ConsumerStatus {
    const state = this.machine.state;
    if (state === 'idle') return { state: this.channel.state, ready: false, reason: this.channel.reason };
    const reason = state === 'holding' || state === 'paused' ? this.holdReason : '';
    return { state, ready: state === 'consuming', reason };
  }

  /** No new deliveries; what was delivered is finished (at most 10 s) and acknowledged; the rest goes back to the queue. */
  async close(): Promise<void> {
    if (!this.machine.send('drain')) return;
    this.settler.stop();
    await this.session?.cancel();
    for (const lane of this.lanes.values()) void lane.drain();
    await this.whenIdle(DRAIN_MS);
    this.session?.flush();
    await this.channel.close();
    this.machine.send('drained');
  }

  private async setUp(channel: Channel): Promise<void> {
    await channel.prefetch(this.options.prefetch);
    const session = new Session(channel);
    this.session = session;
    if (this.machine.state === 'idle') await this.consume(session);
  }

  private consume(session: Session): Promise<void> {
    return session.consume(this.options.queue, (message) => this.received(session, message));
  }

  private opened(): void {
    if (this.session?.consuming) this.consuming();
    else if (this.machine.state === 'idle') this.channel.reopen('the broker cancelled the consumer');
  }

  private consuming(): void {
    const { connection, queue } = this.options;
    if (this.machine.send('consume')) connection.logger.info({ queue }, 'consuming');
  }

  private lost(): void {
    for (const lane of this.lanes.values()) lane.clear();
    this.machine.send('lost');
  }

  private entered(state: ConsumerState): void {
    if (state === 'consuming' || state === 'holding') return;
    this.interrupt.abort();
    this.interrupt = new AbortController();
  }

  private received(session: Session, message: ConsumeMessage | undefined): void {
    if (!message) {
      this.channel.reopen('the broker cancelled the consumer');
      return;
    }
    if (this.machine.state === 'paused') {
      session.requeue(message);
      return;
    }
    const delivery = readDelivery(message, (type) => this.lanes.has(type));
    if ('kind' in delivery) void this.settler.park(session, message, delivery);
    else void this.lanes.get(delivery.type)?.submit({ message, delivery, session });
  }

  /** Asks the handler until every message is settled, or until holding them has no meaning any more. */
  private async handle(handler: Handler, work: Work[]): Promise<void> {
    let { hold, held } = await this.ask(handler, work);
    if (!hold) return;
    const since = Date.now();
    this.holdStarted(hold);
    for (let tries = 0; hold && (await this.mayTryAgain(hold, since, tries)); tries++) {
      ({ hold, held } = await this.ask(handler, held));
    }
    this.holders--;
    if (this.holders === 0) this.machine.send('release');
    for (const { message, session } of held) session.requeue(message);
    if (held.length > 0) this.count('requeue', held.length);
  }

  /** Settles what the handler decided and returns what it wants held. */
  private async ask(handler: Handler, work: Work[]): Promise<{ hold: Hold | undefined; held: Work[] }> {
    const dispositions = await decide(
      handler,
      work.map(({ delivery }) => delivery),
    );
    const held: Work[] = [];
    const moves: Promise<void>[] = [];
    let hold: Hold | undefined;
    for (const [index, item] of work.entries()) {
      const disposition = dispositions[index] as Disposition;
      if (disposition === 'ack') this.ack(item);
      else if ('park' in disposition) moves.push(this.settler.park(item.session, item.message, reasonOf(disposition)));
      else if ('retry' in disposition) moves.push(this.settler.retry(item.session, item.message, disposition));
      else {
        hold = disposition;
        held.push(item);
      }
    }
    await Promise.all(moves);
    return { hold, held };
  }

  private ack({ session, message }: Work): void {
    session.ack(message);
    this.count('ack');
  }

  private holdStarted(hold: Hold): void {
    this.holders++;
    this.holdReason = hold.hold;
    const { connection, queue } = this.options;
    if (this.machine.send('hold')) connection.logger.warn({ queue, reason: hold.hold }, 'holding messages');
  }

  private async mayTryAgain(hold: Hold, since: number, tries: number): Promise<boolean> {
    this.holdReason = hold.hold;
    const delayMs = backoffMs(HOLD_BACKOFF, tries);
    if (Date.now() + delayMs - since > this.options.holdLimitMs) this.pause(hold);
    else if (this.machine.state === 'holding') await after(delayMs, this.interrupt.signal);
    return this.machine.state === 'holding';
  }

  private pause(hold: Hold): void {
    const session = this.session;
    if (!this.machine.send('pause') || !session) return;
    const { connection, queue } = this.options;
    connection.logger.error({ queue, reason: hold.hold }, 'not consuming until the dependency answers');
    void session.cancel();
    const unstarted = [...this.lanes.values()].flatMap((lane) => lane.clear());
    for (const { message } of unstarted) session.requeue(message);
    this.count('requeue', unstarted.length);
    void this.probe(hold);
  }

  private async probe(hold: Hold): Promise<void> {
    for (let tries = 0; this.machine.state === 'paused'; tries++) {
      await after(backoffMs(PROBE_BACKOFF, tries), this.interrupt.signal);
      if (this.machine.state === 'paused' && (await answers(hold))) break;
    }
    if (!this.machine.send('recovered')) return;
    const session = this.session;
    if (!session?.alive || !this.channel.current) return;
    await this.consume(session).catch((error: Error) => this.channel.reopen(error.message));
    if (session.consuming) this.consuming();
  }

  private async whenIdle(limitMs: number): Promise<void> {
    const deadline = Date.now() + limitMs;
    const busy = () => this.settler.busy || [...this.lanes.values()].some(({ state }) => state !== 'idle');
    while (busy() && Date.now() < deadline && this.session?.alive) await after(5);
  }

  private count(outcome: string, count = 1): void {
    this.options.connection.metrics.consumed(this.options.queue, outcome, count);
  }
}

const reasonOf = ({ park, kind }: { park: string; kind: string }): ParkReason => ({ kind, reason: park });
