import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { Connection } from '../connection/connection.amqp.js';
import type { MessagingLogger } from '../logger.js';
import { EXCHANGES, isWorkQueue, type WorkQueue } from '../topology.js';

/** Of the broker's plugin `rabbitmq_event_exchange`: what happens on the broker, as messages. */
const BROKER_EVENTS = 'amq.rabbitmq.event';
/** Where that exchange is unless the broker's `event_exchange.vhost` says otherwise; its events are about all vhosts. */
const BROKER_EVENTS_VHOST = '%2F';
const LISTEN_AGAIN_MS = 30_000;
const OURS: ReadonlySet<string> = new Set(Object.values(EXCHANGES));

/** An event of a work queue was unbound at this time: from then on it misses that event until it is bound again. */
export type Unbound = { readonly queue: WorkQueue; readonly event: string; readonly at: Date };

/**
 * Hears from the broker that the binding of a work queue was removed. Nothing else shows it: declaring it again reports nothing, and
 * the broker returns only messages that reach no queue at all. Where the plugin is not enabled one line says so.
 */
export class BindingWatch {
  private readonly logger: MessagingLogger;
  /** Any binding of ours was removed: its queue, too, may be gone. */
  private readonly onRemoved: () => void;
  private readonly onUnbound: (unbound: Unbound) => void;
  private readonly connection: Connection;
  private readonly vhost: string;
  private timer: NodeJS.Timeout | undefined;
  private said = false;
  private consuming = false;
  private readonly deaf = () => {
    this.consuming = false;
  };

  constructor(
    url: string,
    name: string,
    logger: MessagingLogger,
    onRemoved: () => void,
    onUnbound: (unbound: Unbound) => void,
  ) {
    this.logger = logger;
    this.onRemoved = onRemoved;
    this.onUnbound = onUnbound;
    this.vhost = decodeURIComponent(new URL(url).pathname.slice(1)) || '/';
    this.connection = new Connection(inVhost(url, BROKER_EVENTS_VHOST), `${name}:watch`, this.quiet());
    this.connection.on('up', (model) => void this.listen(model)).on('down', this.deaf);
  }

  /** True while the broker reports removals. */
  get listening(): boolean {
    return this.consuming;
  }

  start(): void {
    this.connection.open();
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.connection.close();
  }

  private async listen(model: ChannelModel): Promise<void> {
    try {
      const channel = await model.createChannel();
      channel.on('error', () => {}).on('close', this.deaf);
      await channel.checkExchange(BROKER_EVENTS);
      const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true, durable: false });
      await channel.bindQueue(queue, BROKER_EVENTS, 'binding.deleted');
      await channel.consume(queue, (message) => message && this.heard(message), { noAck: true });
      this.consuming = true;
      // Something may have been removed before.
      this.onRemoved();
    } catch (error) {
      this.cannotWatch(error instanceof Error ? error.message : String(error));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.connection.model === model && void this.listen(model), LISTEN_AGAIN_MS);
      this.timer.unref();
    }
  }

  private heard({ properties }: ConsumeMessage): void {
    const { vhost, source_name, destination_name: queue, routing_key: event } = properties.headers ?? {};
    if (vhost !== this.vhost || !OURS.has(source_name)) return;
    if (source_name === EXCHANGES.events && isWorkQueue(queue))
      this.onUnbound({ queue, event: String(event), at: new Date() });
    this.onRemoved();
  }

  private cannotWatch(reason: string): void {
    if (this.said) return;
    this.said = true;
    const message = 'removed bindings are not noticed: enable the plugin rabbitmq_event_exchange of the broker';
    this.logger.warn({ reason }, message);
  }

  /** Its connection is no news: the publisher's own says the same. */
  private quiet(): MessagingLogger {
    const none = () => {};
    const warn = (fields: object) => {
      const { reason } = fields as { reason?: string };
      if (/ACCESS_REFUSED|NOT_ALLOWED|403|530/.test(String(reason))) this.cannotWatch(String(reason));
    };
    return { info: none, warn, error: none };
  }
}

function inVhost(url: string, vhost: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${vhost}`;
  return parsed.href;
}
