import { EVENT_TYPES } from '@app/contracts';
import { describe, expect, it } from '@jest/globals';
import {
  deadLetterQueueOf,
  EXCHANGES,
  eventsOf,
  isWorkQueue,
  queuesOfEvent,
  RETRY_STEPS,
  retryQueueOf,
  TOPOLOGY,
  WORK_QUEUES,
} from './topology.js';

const argumentsOf = (name: string) => TOPOLOGY.queues.find((queue) => queue.name === name)?.arguments ?? {};
/** Where a queue's dead letters arrive, by the exchange and routing key it declares. */
const deadLetterTargets = (name: string) => {
  const { 'x-dead-letter-exchange': exchange, 'x-dead-letter-routing-key': key } = argumentsOf(name);
  return TOPOLOGY.bindings
    .filter((each) => each.exchange === exchange && each.routingKey === key)
    .map(({ queue }) => queue);
};

describe('the topology is one table', () => {
  it('has a work queue, four retry steps and dead letters for each consumer, all quorum queues', () => {
    expect(TOPOLOGY.queues).toHaveLength(WORK_QUEUES.length * (1 + RETRY_STEPS.length + 1));
    for (const { arguments: given } of TOPOLOGY.queues) expect(given['x-queue-type']).toBe('quorum');
  });

  it.each(WORK_QUEUES)('%s gets its events, and what comes back from its own retry steps', (queue) => {
    const bindings = TOPOLOGY.bindings.filter((each) => each.queue === queue);
    expect(bindings).toEqual([
      ...eventsOf(queue).map((routingKey) => ({ queue, exchange: EXCHANGES.events, routingKey })),
      { queue, exchange: EXCHANGES.retry, routingKey: queue },
    ]);
  });

  it.each(EVENT_TYPES)('%s reaches a queue: the publisher takes an event that reaches none for a fault', (type) => {
    expect(queuesOfEvent(type)).not.toEqual([]);
  });

  it.each(WORK_QUEUES)('dead letters of %s never lead back to it: the broker drops what goes in a circle', (queue) => {
    expect(deadLetterTargets(queue)).toEqual([deadLetterQueueOf(queue)]);
    expect(deadLetterTargets(deadLetterQueueOf(queue))).toEqual([]);
  });

  it.each(WORK_QUEUES)('an expired retry of %s returns to it alone', (queue) => {
    for (const step of RETRY_STEPS) expect(deadLetterTargets(retryQueueOf(queue, step))).toEqual([queue]);
  });

  it('loses nothing when a dead letter target is missing, and never says delivery limit -1, which 3.10 drops by', () => {
    for (const { arguments: given } of TOPOLOGY.queues) {
      if (given['x-dead-letter-exchange']) {
        expect(given).toMatchObject({ 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' });
      }
      expect(given['x-delivery-limit'] ?? 1).toBeGreaterThan(0);
    }
  });

  it('lets a dead letter be looked at as often as anybody likes', () => {
    for (const queue of WORK_QUEUES) expect(argumentsOf(deadLetterQueueOf(queue))['x-delivery-limit']).toBe(1_000_000);
  });

  it('knows its work queues', () => {
    expect(isWorkQueue('analytics.product_sold')).toBe(true);
    expect(isWorkQueue('analytics.product_sold.dlq')).toBe(false);
  });
});
