import { within } from '@app/base';
import { type Channel, type ConsumeMessage, IllegalOperationError } from 'amqplib';
import { AckWindow } from './ack-window.js';

const CANCEL_TIMEOUT_MS = 2_000;

/**
 * What one open channel delivered. When the channel is gone the broker delivers all of it again, so whatever a handler
 * decides afterwards is ignored.
 */
export class Session {
  private readonly channel: Channel;
  private readonly acks = new AckWindow();
  private consumerTag: string | undefined;
  private flushing = false;
  private open = true;

  constructor(channel: Channel) {
    this.channel = channel;
    channel.on('close', () => {
      this.open = false;
    });
  }

  /** False when acknowledging has no meaning any more. */
  get alive(): boolean {
    return this.open;
  }

  /** True while the broker delivers to this channel. */
  get consuming(): boolean {
    return this.open && this.consumerTag !== undefined;
  }

  /** `onMessage` gets undefined when the broker has cancelled the consumer, for example because the queue was deleted. */
  async consume(queue: string, onMessage: (message: ConsumeMessage | undefined) => void): Promise<void> {
    const { consumerTag } = await this.channel.consume(queue, (message) => {
      if (message) this.acks.delivered(message.fields.deliveryTag);
      else this.consumerTag = undefined;
      onMessage(message ?? undefined);
    });
    this.consumerTag = consumerTag;
  }

  /** No more deliveries; what was delivered stays to be settled. */
  async cancel(): Promise<void> {
    const tag = this.consumerTag;
    this.consumerTag = undefined;
    if (!tag || !this.open) return;
    const cancelled = this.channel.cancel(tag).then(
      () => {},
      () => {},
    );
    await within(CANCEL_TIMEOUT_MS, cancelled, () => {});
  }

  /** Acknowledges soon, together with what finishes in the same moment. */
  ack(message: ConsumeMessage): void {
    this.acks.done(message.fields.deliveryTag);
    if (this.flushing) return;
    this.flushing = true;
    setImmediate(() => this.flush());
  }

  /** To the dead letters, by the broker itself. */
  reject(message: ConsumeMessage): void {
    this.acks.forget(message.fields.deliveryTag);
    this.send(() => this.channel.reject(message, false));
  }

  /** Back into the queue. */
  requeue(message: ConsumeMessage): void {
    this.acks.forget(message.fields.deliveryTag);
    this.send(() => this.channel.nack(message, false, true));
  }

  /** Sends the acks that wait. */
  flush(): void {
    this.flushing = false;
    const { upTo, single } = this.acks.take();
    this.send(() => {
      if (upTo !== undefined) this.channel.ack(tagged(upTo), true);
      for (const tag of single) this.channel.ack(tagged(tag), false);
    });
  }

  /** amqplib throws from the moment when a channel is asked to close, which is before its `close` event. */
  private send(settle: () => void): void {
    if (!this.open) return;
    try {
      settle();
    } catch (error) {
      if (!(error instanceof IllegalOperationError)) throw error;
      this.open = false;
    }
  }
}

/** amqplib reads only the tag of the message it is given. */
const tagged = (deliveryTag: number) => ({ fields: { deliveryTag } }) as ConsumeMessage;
