/** A service of the shop, as the stack names it, and how many of it run. */
export const INSTANCES = {
  inventory: ['inventory-1', 'inventory-2'],
  orders: ['orders-1', 'orders-2'],
  gateway: ['gateway-1', 'gateway-2'],
  analytics: ['analytics'],
  notifications: ['notifications-1', 'notifications-2'],
  'payment-simulator': ['payment-simulator'],
} as const;

export type ServiceName = keyof typeof INSTANCES;
export type InstanceName = (typeof INSTANCES)[ServiceName][number];
export const ENGINES = ['postgres', 'rabbitmq', 'mongodb'] as const;
export type EngineName = (typeof ENGINES)[number];

/** Whom each service calls. `smtp` is the mail server, `clients` are those who buy. */
const CALLS: Record<ServiceName, readonly (ServiceName | EngineName | 'smtp')[]> = {
  inventory: ['postgres'],
  orders: ['postgres', 'rabbitmq', 'inventory', 'payment-simulator'],
  gateway: ['rabbitmq', 'inventory', 'orders', 'analytics', 'notifications'],
  analytics: ['rabbitmq', 'mongodb'],
  notifications: ['rabbitmq', 'postgres', 'smtp'],
  'payment-simulator': ['gateway'],
};

export const SERVICES = Object.keys(INSTANCES) as ServiceName[];
export const ALL_INSTANCES = SERVICES.flatMap((service): InstanceName[] => [...INSTANCES[service]]);

export const instancesOf = (name: string): readonly string[] =>
  name in INSTANCES ? INSTANCES[name as ServiceName] : [name];

/** Every connection of the shop: caller and callee. */
export const LINKS: readonly (readonly [from: string, to: string])[] = [
  ...INSTANCES.gateway.map((gateway) => ['clients', gateway] as const),
  ...SERVICES.flatMap((service) =>
    INSTANCES[service].flatMap((from) =>
      CALLS[service].flatMap((callee) => instancesOf(callee).map((to) => [from, to] as const)),
    ),
  ),
];

export const linkName = (from: string, to: string) => `${from}>${to}`;
