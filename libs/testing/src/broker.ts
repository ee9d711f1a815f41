import { type Channel, type ChannelModel, connect, type GetMessage, type Options } from 'amqplib';
import { createVhost, dropVhost, rabbitmqApi } from './engines.js';
import { eventually } from './eventually.js';
import { readyOrClosed } from './ready-or-closed.js';

type ConnectionInfo = { name: string; client_properties?: { connection_name?: string } };

/** A vhost of its own on the real broker, with a plain client beside the code under test. */
export class Broker {
  /** AMQP URL of the vhost. */
  readonly url: string;
  /** A plain channel, for what the code under test would never do. */
  readonly channel: Channel;
  private readonly model: ChannelModel;
  private questions: ChannelModel | undefined;

  private constructor(url: string, channel: Channel, model: ChannelModel) {
    this.url = url;
    this.channel = channel;
    this.model = model;
  }

  static async open(prefix: string): Promise<Broker> {
    const url = await createVhost(prefix);
    const model = await readyOrClosed(connect(url, { noDelay: true }), () => dropVhost(url));
    model.on('error', () => {});
    const close = () => closeModel(model, url);
    return new Broker(url, await readyOrClosed(model.createChannel(), close), model);
  }

  /** Path of the vhost in the management API. */
  get vhost(): string {
    return new URL(this.url).pathname.slice(1);
  }

  /** Messages ready in a queue. */
  async depth(queue: string): Promise<number> {
    return (await this.ask((channel) => channel.checkQueue(queue))).messageCount;
  }

  /** Names of the queues that exist. */
  async queues(): Promise<string[]> {
    const found = await rabbitmqApi<{ name: string }[]>('GET', `/api/queues/${this.vhost}?columns=name`);
    return found.map(({ name }) => name);
  }

  /** Publishes as any producer could: nothing is added. */
  send(exchange: string, routingKey: string, body: Buffer | string, options: Options.Publish = {}): void {
    this.channel.publish(exchange, routingKey, Buffer.from(body), options);
  }

  /** Takes one message out of a queue as soon as there is one. */
  async take(queue: string, timeoutMs = 10_000): Promise<GetMessage> {
    const get = () => this.ask(async (channel) => (await channel.get(queue, { noAck: true })) || undefined);
    return eventually(get, { timeoutMs, what: `a message in ${queue}` });
  }

  /** Lets the broker close every connection whose name (the service's) ends like this. Waits until the broker lists one. */
  async closeConnections(nameEnd: string): Promise<void> {
    const path = `/api/vhosts/${this.vhost}/connections`;
    const matching = async () => {
      const all = await rabbitmqApi<ConnectionInfo[]>('GET', path);
      const found = all.filter((each) => each.client_properties?.connection_name?.endsWith(nameEnd));
      return found.length > 0 && found;
    };
    const found = await eventually(matching, { what: `a connection named …${nameEnd}`, timeoutMs: 15_000 });
    for (const { name } of found) await rabbitmqApi('DELETE', `/api/connections/${encodeURIComponent(name)}`);
  }

  /** Asks on a channel of its own: the broker closes the channel of a question about a queue that is not there (yet). */
  private async ask<T>(question: (channel: Channel) => Promise<T>): Promise<T> {
    const channel = await (await this.asking()).createChannel();
    channel.on('error', () => {});
    try {
      return await question(channel);
    } finally {
      await channel.close().catch(() => {});
    }
  }

  /** A second connection: the broker closes it, too (541), when the queue's process is just ending; then the next one is taken. */
  private async asking(): Promise<ChannelModel> {
    if (this.questions) return this.questions;
    const model = await connect(this.url, { noDelay: true });
    model.on('error', () => {});
    model.once('close', () => {
      this.questions = undefined;
    });
    this.questions = model;
    return model;
  }

  /** Drops the vhost and everything in it. */
  async close(): Promise<void> {
    await this.questions?.close().catch(() => {});
    await closeModel(this.model, this.url);
  }
}

async function closeModel(model: ChannelModel, url: string): Promise<void> {
  await model.close().catch(() => {});
  await dropVhost(url);
}
