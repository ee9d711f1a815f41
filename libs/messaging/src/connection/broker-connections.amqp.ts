import type { Channel, ChannelModel } from 'amqplib';
import type { Registry } from 'prom-client';
import { checkTopology } from '../check-topology.amqp.js';
import { type MessagingLogger, SILENT } from '../logger.js';
import { MessagingMetrics } from '../metrics.js';
import { assertTopology, type Topology, topologyOf, WORK_QUEUES, type WorkQueue } from '../topology.js';
import { Connection } from './connection.amqp.js';
import type { ConnectionState } from './states.js';

/** `declare`: what is missing is declared; `check`: it is looked for and named, because this login may not declare. */
export type TopologyMode = 'declare' | 'check';

/**
 * How to reach the broker. `url`: `amqp://` or `amqps://` with credentials and vhost; `name`: the service, shown by the broker and
 * sent as appId; `topology`: `declare` by default; `queues`: the work queues that this process needs, all by default.
 */
export type BrokerConnectionsOptions = {
  readonly url: string;
  readonly name: string;
  readonly logger?: MessagingLogger;
  readonly registry?: Registry;
  readonly topology?: TopologyMode;
  readonly queues?: readonly WorkQueue[];
};

/** State of one TCP connection; `reason` is empty while it is up. */
export type ConnectionStatus = { state: ConnectionState; reason: string };

/**
 * The broker as one process sees it: one TCP connection for publishing, another for consuming, each opened when first used.
 * They are never shared: under a memory alarm the broker stops reading from a connection that has published, acks included.
 */
export class BrokerConnections {
  readonly url: string;
  readonly name: string;
  readonly logger: MessagingLogger;
  /** Counters and gauges of everything on this connection. */
  readonly metrics: MessagingMetrics;
  /** For publishers only. */
  readonly publishing: Connection;
  /** For consumers and `get`; nothing is ever published on it. */
  readonly consuming: Connection;

  readonly topologyMode: TopologyMode;
  private readonly topology: Topology;

  /** Throws when the URL is not an AMQP URL; does not connect yet. */
  constructor(options: BrokerConnectionsOptions) {
    const { url, name, logger = SILENT, registry, topology = 'declare', queues = WORK_QUEUES } = options;
    assertAmqpUrl(url);
    this.url = url;
    this.name = name;
    this.logger = logger;
    this.topologyMode = topology;
    this.topology = topologyOf(queues);
    this.metrics = MessagingMetrics.of(registry);
    this.publishing = new Connection(url, `${name}:publish`, logger);
    this.consuming = new Connection(url, `${name}:consume`, logger);
    this.metrics.watchConnection(name, 'publish', this.publishing);
    this.metrics.watchConnection(name, 'consume', this.consuming);
  }

  /** Calls `listener` each time a connection comes up or is unblocked; returns the way to stop that. */
  onUp(listener: () => void): () => void {
    const connections = [this.publishing, this.consuming];
    for (const connection of connections) connection.on('up', listener).on('unblocked', listener);
    return () => {
      for (const connection of connections) connection.off('up', listener).off('unblocked', listener);
    };
  }

  /**
   * Makes sure that what this process needs is on the broker. Resolves with the number of ready messages of each queue.
   * @throws {MissingTopologyError} when it may only check; the broker's error when it may not declare, or something differs (406)
   */
  async ensureTopology(model: ChannelModel, channel: Channel): Promise<ReadonlyMap<string, number>> {
    return this.topologyMode === 'check'
      ? await checkTopology(model, this.topology)
      : await assertTopology(channel, this.topology);
  }

  status(): { publishing: ConnectionStatus; consuming: ConnectionStatus } {
    return { publishing: statusOf(this.publishing), consuming: statusOf(this.consuming) };
  }

  /** Closes both connections; at most 2 s even when the broker does not answer. */
  async close(): Promise<void> {
    await Promise.all([this.publishing.close(), this.consuming.close()]);
  }
}

const statusOf = ({ state, reason }: Connection): ConnectionStatus => ({ state, reason });

function assertAmqpUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'amqp:' || protocol === 'amqps:') return;
  throw new Error('RABBITMQ_URL must look like amqp://user:password@host:5672/vhost (or amqps://)');
}
