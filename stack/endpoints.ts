import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Addresses } from './addresses.ts';
import type { Component } from './component.ts';
import { ferretdbPostgresUrl } from './engines/ferretdb.ts';
import type { Folders } from './folders.ts';
import type { PublicState } from './machine.ts';

export interface ProcessEntry {
  name: string;
  kind: 'engine' | 'service';
  pid: number | null;
  port: number;
  /** Of health and metrics, where that is another one than `port`. */
  ops_port?: number;
  state: PublicState;
  log: string;
  /** Which engine serves, say. */
  how?: string;
  /** Why it is not ready, and what to do about it. */
  reason?: string;
  fix?: string;
}

/** `.stack/endpoints.json`: full URLs with credentials; the file other tools find a running stack by. */
export interface Endpoints {
  gateway: string;
  swagger: string;
  inventory_grpc: string;
  orders_grpc: string;
  analytics_grpc: string;
  rabbitmq: string;
  rabbitmq_ui: string;
  mongodb: string;
  /** The database below FerretDB, where that stands in: what a backup of it reads. */
  mongodb_postgres?: string;
  mongo_ui: string;
  postgres: string;
  notifications_postgres: string;
  orders_postgres: string;
  payment_simulator: string;
  logs: string;
  processes: ProcessEntry[];
}

export interface Described {
  addresses: Addresses;
  folders: Folders;
  components: Component[];
}

export function endpointsOf({ addresses, folders, components }: Described): Endpoints {
  const { ports } = addresses;
  const isFerretdb = components.some(({ spec, how }) => spec.name === 'mongodb' && how.startsWith('FerretDB'));
  return {
    gateway: `http://127.0.0.1:${ports.gateway}`,
    swagger: `http://127.0.0.1:${ports.gateway}/api/docs`,
    inventory_grpc: `127.0.0.1:${ports.grpc}`,
    orders_grpc: `127.0.0.1:${ports.ordersGrpc}`,
    analytics_grpc: `127.0.0.1:${ports.analyticsGrpc}`,
    rabbitmq: addresses.rabbitmq,
    rabbitmq_ui: withLogin(addresses.rabbitmqUi, addresses.rabbitmq),
    mongodb: addresses.mongodb,
    ...(isFerretdb && { mongodb_postgres: ferretdbPostgresUrl(ports.mongodbCluster) }),
    mongo_ui: `http://127.0.0.1:${ports.mongoUi}`,
    postgres: addresses.inventoryDatabase,
    notifications_postgres: addresses.notificationsDatabase,
    orders_postgres: addresses.ordersDatabase,
    payment_simulator: `http://127.0.0.1:${ports.paymentSimulator}`,
    logs: folders.logs,
    processes: components.map((component) => entryOf(component, components)),
  };
}

/** The management UI knows the same users as the broker. */
function withLogin(url: string, broker: string): string {
  const { username, password } = new URL(broker);
  const ui = new URL(url);
  Object.assign(ui, { username, password });
  return ui.href.replace(/\/$/, '');
}

function entryOf(component: Component, all: Component[]): ProcessEntry {
  const { spec, pid, publicState: state, how } = component;
  const { reason, fix } = whyNot(component, all);
  return {
    name: spec.name,
    kind: spec.kind,
    pid,
    port: spec.port,
    ...(spec.opsPort !== undefined && { ops_port: spec.opsPort }),
    state,
    log: spec.log,
    ...(how && { how }),
    ...(reason && { reason }),
    ...(fix && { fix }),
  };
}

/** A service that waits for an engine that is not to be had says so in that engine's words. */
function whyNot(component: Component, all: Component[]): { reason: string; fix: string } {
  const missing = all.find((other) => component.spec.needs.includes(other.spec.name) && other.detail === 'missing');
  if (component.publicState === 'waiting' && missing)
    return { reason: `${missing.spec.name}: ${missing.reason}`, fix: missing.fix };
  return component;
}

/** In one step, so that a reader never meets half a file. */
export function writeEndpoints(folders: Folders, endpoints: Endpoints): void {
  writeFileSync(`${folders.endpoints}.new`, `${JSON.stringify(endpoints, undefined, 2)}\n`);
  renameSync(`${folders.endpoints}.new`, folders.endpoints);
}

export function readEndpoints(folders: Folders): Endpoints | undefined {
  try {
    return JSON.parse(readFileSync(folders.endpoints, 'utf8')) as Endpoints;
  } catch {
    return undefined;
  }
}
