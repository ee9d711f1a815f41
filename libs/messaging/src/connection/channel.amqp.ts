import { after, textOf } from '@app/base';
import type { Channel, ConfirmChannel } from 'amqplib';
import type { MessagingLogger } from '../logger.js';
import { backoffMs, RECONNECT, REFUSED } from './backoff.js';
import type { Connection } from './connection.amqp.js';
import { Machine } from './machine.js';
import { mismatchOf } from './refusal.js';
import { CHANNEL, type ChannelEvent, type ChannelState } from './states.js';

const CLOSE_TIMEOUT_MS = 2_000;
const STABLE_MS = 1_000;

/** What the owner of a channel wants. Every opening makes sure of the topology first (`prepare`), then runs `setup`. */
export type ChannelPlan<C extends Channel> = {
  readonly name: string;
  /** Creates the channel: `model.createChannel()` or a confirm channel. */
  readonly create: (model: NonNullable<Connection['model']>) => Promise<C>;
  /** Resolves with the number of ready messages of each queue. */
  readonly prepare: (model: NonNullable<Connection['model']>, channel: C) => Promise<ReadonlyMap<string, number>>;
  readonly setup: (channel: C) => Promise<void>;
  readonly onOpen: (channel: C) => void;
  /** Messages ready in each queue, seen while declaring it. */
  readonly onDepths?: (depths: ReadonlyMap<string, number>) => void;
  /** The open channel is gone; it comes back by itself. */
  readonly onLost: (reason: string) => void;
};

/** A channel that reopens itself: at once with its connection, after a back-off when only the channel was lost. States: {@link CHANNEL}. */
export class SupervisedChannel<C extends Channel = ConfirmChannel> {
  private readonly connection: Connection;
  private readonly plan: ChannelPlan<C>;
  private readonly logger: MessagingLogger;
  private readonly machine = new Machine<ChannelState, ChannelEvent>(CHANNEL, 'down', (state) => this.entered(state));
  private readonly onConnectionUp = () => this.machine.send('connectionUp');
  private readonly onConnectionDown = (reason: string) => this.leave('connectionLost', reason);
  private openChannel: C | undefined;
  private timer: NodeJS.Timeout | undefined;
  private attempt = 0;
  private openedAt = Number.POSITIVE_INFINITY;
  private lastReason = 'not opened yet';
  private said = '';

  constructor(connection: Connection, plan: ChannelPlan<C>, logger: MessagingLogger) {
    this.connection = connection;
    this.plan = plan;
    this.logger = logger;
  }

  get state(): ChannelState {
    return this.machine.state;
  }

  /** The channel while it is open. */
  get current(): C | undefined {
    return this.openChannel;
  }

  /** Why it is not open; empty while it is. */
  get reason(): string {
    if (this.machine.state === 'open') return '';
    return this.machine.state === 'down' ? this.connection.reason || this.lastReason : this.lastReason;
  }

  start(): void {
    this.connection.on('up', this.onConnectionUp).on('down', this.onConnectionDown);
    this.connection.open();
    if (this.connection.model) this.machine.send('connectionUp');
  }

  /** Gives the open channel up and opens a new one. */
  reopen(reason: string): void {
    const channel = this.openChannel;
    if (this.leave('lost', reason) && channel) void closeQuietly(channel);
  }

  async close(): Promise<void> {
    const channel = this.openChannel;
    this.connection.off('up', this.onConnectionUp).off('down', this.onConnectionDown);
    this.leave('close', 'closed');
    if (channel) await closeQuietly(channel);
  }

  private entered(state: ChannelState): void {
    clearTimeout(this.timer);
    if (state === 'opening') void this.open();
    if (state === 'waiting') this.retryIn(this.wasStable() ? 0 : backoffMs(RECONNECT, this.attempt++));
    if (state === 'refused') this.retryIn(backoffMs(REFUSED, 0));
  }

  /** A channel that was open for a while is opened again at once: its queue may be waiting for a consumer. */
  private wasStable(): boolean {
    const openFor = Date.now() - this.openedAt;
    this.openedAt = Number.POSITIVE_INFINITY;
    return openFor > STABLE_MS;
  }

  private retryIn(delayMs: number): void {
    this.timer = setTimeout(() => this.machine.send('retry'), delayMs);
  }

  private async open(): Promise<void> {
    const model = this.connection.model;
    if (!model) return;
    let channel: C | undefined;
    try {
      channel = await this.plan.create(model);
      this.watch(channel);
      const depths = await this.plan.prepare(model, channel);
      this.plan.onDepths?.(depths);
      await this.plan.setup(channel);
    } catch (error) {
      if (channel) void closeQuietly(channel);
      if (this.connection.model === model) this.failed(error);
      return;
    }
    if (this.connection.model === model && this.machine.state === 'opening') this.opened(channel);
    else void closeQuietly(channel);
  }

  private opened(channel: C): void {
    this.attempt = 0;
    this.said = '';
    this.openedAt = Date.now();
    this.openChannel = channel;
    this.machine.send('opened');
    this.plan.onOpen(channel);
  }

  private watch(channel: C): void {
    let cause: unknown = new Error('channel closed');
    channel.on('error', (error) => {
      cause = error;
    });
    channel.on('close', () => {
      if (channel === this.openChannel) this.failed(cause);
    });
  }

  /** An opening that failed, or an open channel that the broker closed. */
  private failed(error: unknown): void {
    const reason = reasonOf(error);
    const mismatch = mismatchOf(error);
    const wasOpen = this.openChannel !== undefined;
    if (!this.leave(mismatch ? 'mismatch' : wasOpen ? 'lost' : 'failed', reason)) return;
    if (mismatch) this.logger.error({ channel: this.plan.name, ...mismatch }, refusalLine(mismatch));
    else this.say(reason);
  }

  /** Once for each reason: what an operator has to mend is not said at each try. */
  private say(reason: string): void {
    if (reason === this.said) return;
    this.said = reason;
    this.logger.warn({ channel: this.plan.name, reason }, 'channel lost, opening it again');
  }

  private leave(event: ChannelEvent, reason: string): boolean {
    const wasOpen = this.openChannel !== undefined;
    this.openChannel = undefined;
    this.lastReason = reason;
    const left = this.machine.send(event);
    if (wasOpen) this.plan.onLost(reason);
    return left;
  }
}

function reasonOf(error: unknown): string {
  const message = textOf(error);
  const isForbidden = (error as { code?: unknown }).code === 403;
  return isForbidden ? `${message} (for a login that may not declare set RABBITMQ_TOPOLOGY=check)` : message;
}

const refusalLine = ({ resource, argument, wanted, found }: NonNullable<ReturnType<typeof mismatchOf>>) =>
  `${resource} exists with ${argument} = ${found}, wanted ${wanted}: nothing is deleted, trying again in 30 s`;

/** Never longer than 2 s: when the connection dies meanwhile, amqplib's own promise stays open permanently. */
async function closeQuietly(channel: Channel): Promise<void> {
  const closed = new AbortController();
  channel.once('close', () => closed.abort());
  try {
    await Promise.race([channel.close(), after(CLOSE_TIMEOUT_MS, closed.signal)]);
  } catch {
    // It is closed already, or its connection is.
  } finally {
    closed.abort();
  }
}
