import type { Channel, ChannelModel } from 'amqplib';
import { TOPOLOGY, type Topology } from './topology.js';

/** Exchanges or queues that this process needs and may not declare are not on the broker. `message` names all of them. */
export class MissingTopologyError extends Error {
  readonly missing: readonly string[];
  override readonly name = 'MissingTopologyError';

  constructor(missing: readonly string[]) {
    super(`missing on the broker: ${missing.join(', ')}; an operator declares it by npm run topology -- declare`);
    this.missing = missing;
  }
}

/** What is on the broker: how many messages are ready in each queue, and the names of what is missing. */
export interface TopologyState {
  readonly depths: ReadonlyMap<string, number>;
  /** Such as `queue analytics.orders`. */
  readonly missing: readonly string[];
}

/**
 * Looks without changing anything, which needs no permission. Arguments and bindings cannot be looked at by AMQP: the broker answers
 * a passive declaration by the name alone.
 */
export async function topologyState(model: ChannelModel, topology: Topology = TOPOLOGY): Promise<TopologyState> {
  const depths = new Map<string, number>();
  const missing: string[] = [];
  const channel = new PassiveChannel(model);
  for (const { name } of topology.exchanges) {
    if (!(await channel.ask((open) => open.checkExchange(name)))) missing.push(`exchange ${name}`);
  }
  for (const { name } of topology.queues) {
    const found = await channel.ask((open) => open.checkQueue(name));
    if (found) depths.set(name, found.messageCount);
    else missing.push(`queue ${name}`);
  }
  await channel.close();
  return { depths, missing };
}

/** Resolves with the depths. @throws {MissingTopologyError} */
export async function checkTopology(model: ChannelModel, topology?: Topology): Promise<ReadonlyMap<string, number>> {
  const { depths, missing } = await topologyState(model, topology);
  if (missing.length > 0) throw new MissingTopologyError(missing);
  return depths;
}

/** Asking for what is not there closes the channel that asks: the next question gets a new one. */
class PassiveChannel {
  private readonly model: ChannelModel;
  private open: Channel | undefined;

  constructor(model: ChannelModel) {
    this.model = model;
  }

  /** Undefined when it is not there. */
  async ask<T>(question: (channel: Channel) => Promise<T>): Promise<T | undefined> {
    this.open ??= await this.create();
    try {
      return await question(this.open);
    } catch (error) {
      this.open = undefined;
      if ((error as { code?: unknown }).code === 404) return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.open?.close();
  }

  private async create(): Promise<Channel> {
    const channel = await this.model.createChannel();
    channel.on('error', () => {});
    return channel;
  }
}
