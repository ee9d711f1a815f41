// Real: RabbitMQ, in a vhost of its own.

import { Broker, eventually } from '@app/testing';
import { expect, it } from '@jest/globals';
import { type ConsumeMessage, connect } from 'amqplib';
import { soldProperties } from '../../testing/src/consumer.js';
import { Session } from '../src/consume/session.amqp.js';

it('what is settled while its channel closes goes back to the queue, and the process goes on', async () => {
  const broker = await Broker.open('settles');
  const model = await connect(broker.url);
  try {
    const { queue } = await broker.channel.assertQueue('settles', { durable: true });
    const channel = await model.createChannel();
    const session = new Session(channel);
    const held: ConsumeMessage[] = [];
    await session.consume(queue, (message) => message && held.push(message));
    for (const id of ['a', 'b', 'c']) broker.send('', queue, '{}', soldProperties(id));
    await eventually(() => held.length === 3);
    const [a, b, c] = held as [ConsumeMessage, ConsumeMessage, ConsumeMessage];

    const closed = channel.close();
    session.ack(a);
    session.flush();
    expect(session.alive).toBe(false);
    session.reject(b);
    session.requeue(c);
    await closed;
    await eventually(async () => (await broker.depth(queue)) === 3);
  } finally {
    await model.close();
    await broker.close();
  }
});
