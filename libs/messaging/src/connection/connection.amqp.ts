import { EventEmitter } from 'node:events';
import { textOf, within } from '@app/base';
import { type ChannelModel, connect } from 'amqplib';
import type { MessagingLogger } from '../logger.js';
import { backoffMs, RECONNECT } from './backoff.js';
import { Machine } from './machine.js';
import { CONNECTION, type ConnectionEvent, type ConnectionState } from './states.js';

const HEARTBEAT_SECONDS = '10';
const CONNECT_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** A connection that lived this long was healthy: the back-off starts again from its first step. */
const STABLE_MS = 5_000;

type ConnectionEvents = { up: [ChannelModel]; down: [string]; blocked: [string]; unblocked: [] };

/** One supervised TCP connection: opens when asked, comes back by itself, says when it is blocked. States: {@link CONNECTION}. */
export class Connection extends EventEmitter<ConnectionEvents> {
  /** Shown by the broker as the connection's name. */
  readonly name: string;
  private readonly logger: MessagingLogger;
  private readonly machine = new Machine<ConnectionState, ConnectionEvent>(CONNECTION, 'idle');
  private readonly url: string;
  private openModel: ChannelModel | undefined;
  private timer: NodeJS.Timeout | undefined;
  private attempt = 0;
  private upSince = 0;
  private lastReason = 'not opened yet';

  constructor(url: string, name: string, logger: MessagingLogger) {
    super();
    this.name = name;
    this.logger = logger;
    this.setMaxListeners(0);
    this.url = withHeartbeat(url);
  }

  get state(): ConnectionState {
    return this.machine.state;
  }

  /** Why the connection is not up; empty while it is. */
  get reason(): string {
    return this.machine.state === 'up' ? '' : this.lastReason;
  }

  /** The open connection, also while it is blocked. */
  get model(): ChannelModel | undefined {
    return this.openModel;
  }

  /** Starts connecting; does nothing when it has been started. */
  open(): void {
    if (this.machine.send('open')) void this.connect();
  }

  /** Resolves with the open connection, or undefined when it is not there in time. */
  async whenUp(timeoutMs: number): Promise<ChannelModel | undefined> {
    this.open();
    if (this.openModel) return this.openModel;
    return new Promise((resolve) => {
      const settle = (model?: ChannelModel) => {
        clearTimeout(timer);
        this.off('up', settle);
        resolve(model);
      };
      const timer = setTimeout(settle, timeoutMs);
      this.on('up', settle);
    });
  }

  async close(): Promise<void> {
    const model = this.openModel;
    if (!this.machine.send('close')) return;
    clearTimeout(this.timer);
    this.openModel = undefined;
    this.lastReason = 'closed';
    if (model) {
      this.emit('down', 'closed');
      await closeModel(model);
    }
  }

  private async connect(): Promise<void> {
    try {
      const model = await connect(this.url, {
        noDelay: true,
        keepAlive: true,
        timeout: CONNECT_TIMEOUT_MS,
        clientProperties: { connection_name: this.name },
      });
      this.opened(model);
    } catch (error) {
      this.lastReason = textOf(error);
      if (this.machine.send('failed')) this.retryLater('cannot connect to the broker');
    }
  }

  private opened(model: ChannelModel): void {
    let reason = 'connection closed';
    model.on('error', (error) => {
      reason = error.message;
    });
    if (!this.machine.send('opened')) {
      void closeModel(model);
      return;
    }
    this.openModel = model;
    this.upSince = Date.now();
    model.on('close', (error) => this.lost(model, error?.message ?? reason));
    model.on('blocked', (why) => this.blocked(model, why));
    model.on('unblocked', () => this.unblocked(model));
    this.logger.info({ connection: this.name }, 'connected to the broker');
    this.emit('up', model);
  }

  private blocked(model: ChannelModel, why: string): void {
    if (model !== this.openModel || !this.machine.send('blocked')) return;
    this.lastReason = `blocked by the broker: ${why}`;
    this.logger.warn({ connection: this.name, why }, 'the broker blocks publishing');
    this.emit('blocked', why);
  }

  private unblocked(model: ChannelModel): void {
    if (model !== this.openModel || !this.machine.send('unblocked')) return;
    this.logger.info({ connection: this.name }, 'the broker takes messages again');
    this.emit('unblocked');
  }

  private lost(model: ChannelModel, reason: string): void {
    if (model !== this.openModel || !this.machine.send('lost')) return;
    this.openModel = undefined;
    this.lastReason = reason;
    destroySocket(model);
    if (Date.now() - this.upSince > STABLE_MS) this.attempt = 0;
    this.emit('down', reason);
    this.retryLater('lost the broker');
  }

  private retryLater(message: string): void {
    const delayMs = backoffMs(RECONNECT, this.attempt++);
    this.logger.warn({ connection: this.name, reason: this.lastReason, retry_in_ms: delayMs }, message);
    this.timer = setTimeout(() => {
      if (this.machine.send('retry')) void this.connect();
    }, delayMs);
  }
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', HEARTBEAT_SECONDS);
  return parsed.href;
}

/** A frozen broker never answers the closing handshake: wait a moment, then cut. */
async function closeModel(model: ChannelModel): Promise<void> {
  await within(
    CLOSE_TIMEOUT_MS,
    model.close().catch(() => {}),
    () => {},
  );
  destroySocket(model);
}

/** amqplib only half-closes after a heartbeat timeout, which keeps the socket and the process alive until the peer answers. */
function destroySocket(model: ChannelModel): void {
  (model.connection as unknown as { stream?: { destroy(): void } }).stream?.destroy();
}
