import { Counter, Gauge, type Registry } from 'prom-client';
import type { Connection } from './connection/connection.amqp.js';
import { deadLetterQueueOf, WORK_QUEUES } from './topology.js';

type Source = () => number;
type Labels = Record<string, string>;

const CONNECTION_STATES = ['idle', 'connecting', 'up', 'blocked', 'waiting', 'closed'] as const;
const byRegistry = new WeakMap<object, MessagingMetrics>();

/**
 * Plain numbers on the hot path, handed to prom-client only when it scrapes: incrementing a labelled counter for each
 * message costs more than publishing it.
 */
export class MessagingMetrics {
  private readonly publishedByOutcome = new Map<string, number>();
  private readonly consumedByQueue = new Map<string, Map<string, number>>();
  private readonly deadLetters = new Map<string, number>();
  private readonly inFlight: { labels: Labels; value: Source }[] = [];
  private readonly connections: { labels: Labels; connection: Connection }[] = [];

  /** One set per registry, so that several publishers and consumers of a process share the names. */
  static of(registry?: Registry): MessagingMetrics {
    if (!registry) return new MessagingMetrics();
    const known = byRegistry.get(registry);
    if (known) return known;
    const metrics = new MessagingMetrics(registry);
    byRegistry.set(registry, metrics);
    return metrics;
  }

  private constructor(registry?: Registry) {
    if (registry) this.register(registry);
  }

  /** Counts one publish by how it ended: `ok` or the reason it was not. */
  published(outcome: string): void {
    this.publishedByOutcome.set(outcome, (this.publishedByOutcome.get(outcome) ?? 0) + 1);
  }

  /** Counts deliveries of a queue by what became of them: `ack`, `retry`, `park`, `reject`, `requeue`. */
  consumed(queue: string, outcome: string, count = 1): void {
    let outcomes = this.consumedByQueue.get(queue);
    if (!outcomes) {
      outcomes = new Map();
      this.consumedByQueue.set(queue, outcomes);
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count);
  }

  /** Takes note of how many messages rest in each queue. */
  depths(depths: ReadonlyMap<string, number>): void {
    for (const queue of WORK_QUEUES) {
      const count = depths.get(deadLetterQueueOf(queue));
      if (count !== undefined) this.deadLetters.set(queue, count);
    }
  }

  watchConnection(name: string, purpose: 'publish' | 'consume', connection: Connection): void {
    this.connections.push({ labels: { name, purpose }, connection });
  }

  watchInFlight(name: string, value: Source): void {
    this.inFlight.push({ labels: { name }, value });
  }

  private register(registry: Registry): void {
    const registers = [registry];
    const [published, consumed] = [this.publishedByOutcome, this.consumedByQueue];
    const deadLetters = this.deadLetters;
    const [inFlight, connections] = [this.inFlight, this.connections];
    new Counter({
      name: 'messaging_published_total',
      help: 'Messages published, by outcome (ok, or why not).',
      labelNames: ['outcome'],
      registers,
      collect() {
        this.reset();
        for (const [outcome, count] of published) this.inc({ outcome }, count);
      },
    });
    new Counter({
      name: 'messaging_consumed_total',
      help: 'Messages taken from a work queue, by what became of them.',
      labelNames: ['queue', 'outcome'],
      registers,
      collect() {
        this.reset();
        for (const [queue, outcomes] of consumed)
          for (const [outcome, count] of outcomes) this.inc({ queue, outcome }, count);
      },
    });
    new Gauge({
      name: 'messaging_publish_in_flight',
      help: 'Messages sent to the broker and not confirmed yet.',
      labelNames: ['name'],
      registers,
      collect() {
        this.reset();
        for (const { labels, value } of inFlight) this.inc(labels, value());
      },
    });
    new Gauge({
      name: 'messaging_dead_letters',
      help: 'Dead letters of each work queue, a few seconds old.',
      labelNames: ['queue'],
      registers,
      collect() {
        this.reset();
        for (const [queue, count] of deadLetters) this.set({ queue }, count);
      },
    });
    new Gauge({
      name: 'messaging_connection_state',
      help: '1 for the state a broker connection is in, 0 for the others.',
      labelNames: ['name', 'purpose', 'state'],
      registers,
      collect() {
        this.reset();
        for (const { labels, connection } of connections)
          for (const state of CONNECTION_STATES) this.inc({ ...labels, state }, connection.state === state ? 1 : 0);
      },
    });
  }
}
