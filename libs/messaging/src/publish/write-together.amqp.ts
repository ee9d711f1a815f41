import type { Socket } from 'node:net';
import type { Channel } from 'amqplib';

/**
 * amqplib gives each message to the socket by itself, and each becomes a system call. This holds the socket back until
 * amqplib's writer, which runs one turn of the event loop after a publish, has handed over all messages of the turn.
 */
export class WriteTogether {
  private holding = false;

  /** Call it before a publish. */
  hold(channel: Channel): void {
    if (this.holding) return;
    this.holding = true;
    const { stream } = channel.connection as unknown as { stream: Socket };
    stream.cork();
    setImmediate(() =>
      setImmediate(() => {
        this.holding = false;
        stream.uncork();
      }),
    );
  }
}
