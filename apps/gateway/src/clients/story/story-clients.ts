import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { GATEWAY_CONFIG, type GatewayConfig } from '../../gateway.config.js';
import { StoryClient } from './story.grpc.client.js';

/** A service that answers for its part of stories and traces. */
export type Teller = 'inventory' | 'orders' | 'analytics' | 'notifications';

/** One client for each service, and one for each instance: only a process itself can read its memory. */
@Injectable()
export class StoryClients implements OnApplicationShutdown {
  private readonly services: Record<Teller, StoryClient>;
  private readonly each: { service: Teller; client: StoryClient }[];

  constructor(@Inject(GATEWAY_CONFIG) config: GatewayConfig) {
    const addresses: Record<Teller, readonly string[] | undefined> = {
      inventory: config.INVENTORY_GRPC_URL,
      orders: config.ORDERS_GRPC_URL,
      analytics: config.ANALYTICS_GRPC_URL,
      notifications: config.NOTIFICATIONS_GRPC_URL,
    };
    const names = Object.keys(addresses) as Teller[];
    const clientOf = (service: Teller) => new StoryClient(service, addresses[service]);
    this.services = Object.fromEntries(names.map((name) => [name, clientOf(name)])) as Record<Teller, StoryClient>;
    this.each = names.flatMap((service) => {
      const hosts = addresses[service] ?? [];
      if (hosts.length < 2) return [{ service, client: this.services[service] }];
      return hosts.map((host) => ({ service, client: new StoryClient(service, [host]) }));
    });
  }

  of(service: Teller): StoryClient {
    return this.services[service];
  }

  instances(): readonly { service: Teller; client: StoryClient }[] {
    return this.each;
  }

  onApplicationShutdown(): void {
    const all = new Set([...Object.values(this.services), ...this.each.map(({ client }) => client)]);
    for (const client of all) client.close();
  }
}
