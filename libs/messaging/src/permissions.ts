import { EXCHANGES, WORK_QUEUES } from './topology.js';

/** Regular expressions of names, as the broker takes them: what a login may declare, publish to (or bind), and consume (or bind from). */
export interface Permissions {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

/** A login of the broker with the least rights that it can work with. */
export interface BrokerUser {
  readonly name: string;
  readonly permissions: Permissions;
}

/** Services that publish events. */
const PUBLISHERS = ['gateway', 'orders'] as const;

/** Of the exchange that the plugin `rabbitmq_event_exchange` has in the vhost `/`, and of queues that the broker names. */
export const BROKER_EVENTS_PERMISSIONS: Permissions = {
  configure: '^amq\\.gen',
  write: '^amq\\.gen',
  read: '^(amq\\.gen|amq\\.rabbitmq\\.event$)',
};

const NOTHING = '^$';
const exactly = (...names: string[]) => `^(${names.map((name) => name.replaceAll('.', '\\.')).join('|')})$`;
const services = [...new Set(WORK_QUEUES.map((queue) => queue.slice(0, queue.indexOf('.'))))];
const below = `shop\\.|${services.map((service) => `${service}\\.`).join('|')}`;

const publisher = (name: string): BrokerUser => ({
  name,
  permissions: { configure: NOTHING, write: exactly(EXCHANGES.events), read: NOTHING },
});

const worker = (name: string): BrokerUser => ({
  name,
  permissions: {
    configure: NOTHING,
    write: exactly(EXCHANGES.retry, EXCHANGES.deadLetters),
    // Its work queues, which have one dot; those of retries and dead letters have more.
    read: `^${name}\\.[a-z_]+$`,
  },
});

/** Declares and watches the topology, and gives dead letters back. */
const operator: BrokerUser = {
  name: 'operator',
  permissions: {
    configure: `^(${below}|amq\\.gen)`,
    write: `^(${below}|amq\\.gen|amq\\.default$)`,
    read: `^(${below}|amq\\.gen|amq\\.rabbitmq\\.event$)`,
  },
};

/** The logins of the shop: `operator`, each publisher, each worker. Derived from the topology. */
export const BROKER_USERS: readonly BrokerUser[] = [operator, ...PUBLISHERS.map(publisher), ...services.map(worker)];
