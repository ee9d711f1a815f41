import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Addresses, StackPorts } from '../../../stack/addresses.ts';
import { ensureBuilt } from '../../../stack/build.ts';
import { Component } from '../../../stack/component.ts';
import { foldersOf } from '../../../stack/folders.ts';
import { migrateAndSeed } from '../../../stack/migrate.ts';
import { Ports, releasePorts } from '../../../stack/ports.ts';
import { SERVICES as ROWS, type ServiceRow, serviceSpecs } from '../../../stack/services.ts';
import type { Stack } from '../../../stack/stack.ts';
import { discardEngines, startEngines } from '../../../stack/start-engines.ts';
import { Network } from '../network/network.ts';
import { INSTANCES, type InstanceName, instancesOf, LINKS, linkName, SERVICES, type ServiceName } from './plan.ts';
import type { SmtpManner } from './smtp-sink-process.ts';

/** An end that nobody here has caused. */
export interface Exit {
  at: number;
  name: string;
  how: string;
}

interface Own {
  port: number;
  ops: number;
}

const READY_WITHIN_MS = 90_000;
const BROKER_REFUSES_AFTER_MS = 20_000;
/** How RabbitMQ 3.10 answers for a quorum queue that it cannot start: with the code 541. */
const BROKER_REFUSES = /\b541\b|INTERNAL.ERROR/;
const SETTINGS = { RATE_LIMIT: 'off', LOG_LEVEL: 'info', SMTP_TIMEOUT_SECONDS: '5', RESERVATION_TTL_SECONDS: '60' };

/** The whole shop, twice where it can be, on ports of its own; every connection between its processes goes through the network. */
export class ChaosShop {
  readonly exits: Exit[] = [];
  readonly network = new Network();
  /** What a process is told beside the usual, from its next start on. */
  readonly extraEnvironment = new Map<string, Record<string, string>>();
  engines: Stack;
  mailFile = '';
  private readonly services = new Map<string, Component>();
  private readonly own = new Map<string, Own>();
  private sink: ChildProcess;
  private owner = '';
  private restarting: Promise<void> | undefined;
  private readonly say: (line: string) => void;

  private constructor(say: (line: string) => void) {
    this.say = say;
  }

  /** The gateways, as clients reach them. */
  get edges(): string[] {
    return INSTANCES.gateway.map((name) => `http://127.0.0.1:${this.network.ports.get(linkName('clients', name))}`);
  }

  /** One gateway without anything in between: for what is looked at, not proved. */
  get directUrl(): string {
    return `http://127.0.0.1:${this.own.get('gateway-1')?.port}`;
  }

  get paymentUrl(): string {
    return `http://127.0.0.1:${this.own.get('payment-simulator')?.port}`;
  }

  get components(): Component[] {
    return [...this.engines.components, ...this.services.values()];
  }

  static async start(dir: string, say: (line: string) => void): Promise<ChaosShop> {
    const shop = new ChaosShop(say);
    try {
      await shop.boot(dir);
      return shop;
    } catch (error) {
      await shop.stop();
      throw error;
    }
  }

  component(name: string): Component {
    return this.services.get(name) ?? this.engines.component(name);
  }

  /** Where a service answers for its health and its metrics. */
  private opsUrl(name: string): string {
    const { port, opsPort = port } = this.component(name).spec;
    return `http://127.0.0.1:${opsPort}`;
  }

  mailServer(manner: SmtpManner): void {
    this.sink.send(manner);
  }

  /** Everything that was bent is straight again; resolves when every process is ready. */
  async heal(): Promise<void> {
    this.mailServer('good');
    await this.network.heal();
    for (const component of this.components) await component.resume();
    await this.untilReady();
  }

  async untilReady(): Promise<void> {
    const late = await Promise.all(
      this.components.map(async (component) => ({
        component,
        ready: await this.whenReady(component),
      })),
    );
    const missing = late
      .filter(({ ready }) => !ready)
      .map(({ component }) => `${component.spec.name} (${component.reason})`);
    if (missing.length > 0) await this.keepEvidence();
    if (missing.length > 0) throw new Error(`not ready after ${READY_WITHIN_MS / 1_000} s: ${missing.join(', ')}`);
  }

  /**
   * Waits for a process; false when it is not ready in time. Does what docs/operations.md ("No consumer") tells an operator: a broker
   * that refuses what is whole is restarted.
   */
  async whenReady(component: Component): Promise<boolean> {
    if (await component.until(['ready'], BROKER_REFUSES_AFTER_MS)) return true;
    if (BROKER_REFUSES.test(component.reason)) {
      this.say('      the broker refuses its queues (541): restarted, as an operator does');
      await this.restartBroker();
    }
    return await component.until(['ready'], READY_WITHIN_MS);
  }

  /** Once, for all who ask meanwhile. */
  private restartBroker(): Promise<void> {
    this.restarting ??= this.stopAndStartBroker().finally(() => {
      this.restarting = undefined;
    });
    return this.restarting;
  }

  private async stopAndStartBroker(): Promise<void> {
    const broker = this.component('rabbitmq');
    await broker.stop();
    await broker.start();
    await broker.until(['ready'], READY_WITHIN_MS);
  }

  /** What each service says of itself, and every connection, in the folder of the logs: for whoever asks why one is not ready. */
  private async keepEvidence(): Promise<void> {
    const said = await Promise.all(
      [...this.services.keys()].map(async (name) => {
        const signal = AbortSignal.timeout(15_000);
        const text = await fetch(`${this.opsUrl(name)}/health/ready`, { signal }).then(
          (answer) => answer.text(),
          String,
        );
        return `${name} (pid ${this.component(name).pid}): ${text}`;
      }),
    );
    const links = [...this.network.ports].map(([name, port]) => `${name}: ${port}`);
    const { stdout } = spawnSync('ss', ['-tanp'], { encoding: 'utf8' });
    writeFileSync(join(this.engines.folders.logs, 'not-ready.txt'), [...said, ...links, stdout].join('\n'));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.services.values()].map((component) => component.stop('hard')));
    if (this.engines) await discardEngines(this.engines);
    this.network.close();
    this.sink?.disconnect();
    releasePorts(this.owner);
  }

  private async boot(dir: string): Promise<void> {
    const { say } = this;
    await ensureBuilt(say);
    emptyFolder(foldersOf(dir).logs);
    this.engines = await startEngines({ dir, say });
    this.owner = `chaos ${process.pid}`;
    const ports = new Ports(this.owner);
    for (const name of SERVICES.flatMap((service) => [...INSTANCES[service]]))
      this.own.set(name, { port: await ports.free(), ops: await ports.free() });
    await this.startMailServer(await ports.free());
    for (const [from, to] of LINKS) await this.network.open(linkName(from, to), this.target(to));
    await migrateAndSeed(this.engines.addresses, say);
    for (const service of SERVICES)
      for (const name of INSTANCES[service]) this.services.set(name, this.make(service, name));
    await Promise.all([...this.services.values()].map((component) => component.start()));
    await this.untilReady();
    await delay(1_000);
  }

  private async startMailServer(port: number): Promise<void> {
    this.own.set('smtp', { port, ops: port });
    this.mailFile = join(this.engines.folders.logs, 'mails.jsonl');
    const script = join(import.meta.dirname, 'smtp-sink-process.ts');
    this.sink = fork(script, [this.mailFile, String(port)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await once(this.sink, 'message');
  }

  private target(name: string): number {
    const { ports } = this.engines.addresses;
    const engine = { postgres: ports.postgres, rabbitmq: ports.rabbitmq, mongodb: ports.mongodb }[name];
    return engine ?? this.own.get(name)?.port ?? 0;
  }

  private make(service: ServiceName, name: InstanceName): Component {
    const row = ROWS.find((one) => one.name === service) as ServiceRow;
    const named: ServiceRow = {
      ...row,
      name,
      env: (...all) => ({ ...row.env(...all), ...this.manyOf(name, service) }),
    };
    const env = { ...process.env, ...SETTINGS };
    const [spec] = serviceSpecs([named], this.engines.folders, this.seenBy(name, row), env);
    if (!spec) throw new Error(`no service ${service}`);
    const find = async () => {
      const found = await spec.find();
      for (const part of found.ok ? found.parts : []) Object.assign(part.env, this.withoutExtras(name, part.env));
      return found;
    };
    return new Component(
      { ...spec, find },
      { changed: () => {}, say: (line) => this.note(name, line), fatal: () => false },
    );
  }

  /** The parts of a component are made once: what was extra at the last start must not stay. */
  private withoutExtras(name: string, env: Record<string, string>): Record<string, string> {
    for (const key of Object.keys(env)) if (/^(LD_PRELOAD|FAKETIME)/.test(key)) delete env[key];
    return this.extraEnvironment.get(name) ?? {};
  }

  private note(name: string, line: string): void {
    const [how] = line.match(/ended (with code \d+|by SIG(?!KILL)\w+)/) ?? [];
    if (how) this.exits.push({ at: Date.now(), name, how });
  }

  /** Addresses as this instance is told them: its own ports, and links for whatever it calls. */
  private seenBy(name: string, row: ServiceRow): Addresses {
    const addresses = this.engines.addresses;
    const own = this.own.get(name) as Own;
    const via = (to: string) => this.network.ports.get(linkName(name, to));
    const through = (url: string, to: string) => withPort(url, via(to));
    const ports: StackPorts = {
      ...addresses.ports,
      paymentSimulator: via('payment-simulator') ?? 0,
      gateway: via('gateway-1') ?? 0,
      notificationsGrpc: own.port,
      [row.health]: own.ops,
      [row.port]: row.port === 'notificationsOps' ? own.ops : own.port,
    };
    if (row.port === row.health && row.port !== 'notificationsOps') ports[row.health] = own.port;
    return {
      ...addresses,
      ports,
      inventoryDatabase: through(addresses.inventoryDatabase, 'postgres'),
      notificationsDatabase: through(addresses.notificationsDatabase, 'postgres'),
      ordersDatabase: through(addresses.ordersDatabase, 'postgres'),
      rabbitmq: through(addresses.rabbitmq, 'rabbitmq'),
      mongodb: through(addresses.mongodb, 'mongodb'),
    };
  }

  /** The variables that name several instances at once, and the mail server. */
  private manyOf(name: string, service: ServiceName): Record<string, string> {
    const all = (callee: ServiceName) =>
      instancesOf(callee)
        .map((to) => `127.0.0.1:${this.network.ports.get(linkName(name, to))}`)
        .join(',');
    if (service === 'orders') return { INVENTORY_GRPC_URL: all('inventory') };
    if (service === 'notifications')
      return { SMTP_URL: `smtp://127.0.0.1:${this.network.ports.get(linkName(name, 'smtp'))}` };
    if (service === 'payment-simulator')
      // It stands for a service elsewhere, so its disk is not the one that is filled: it ends when it cannot write its ledger.
      return { PAYMENT_LEDGER: join(this.engines.folders.logs, 'payments.jsonl'), PAYMENT_CONTROL: 'on' };
    if (service !== 'gateway') return {};
    return {
      INVENTORY_GRPC_URL: all('inventory'),
      ORDERS_GRPC_URL: all('orders'),
      ANALYTICS_GRPC_URL: all('analytics'),
      NOTIFICATIONS_GRPC_URL: all('notifications'),
    };
  }
}

function emptyFolder(folder: string): void {
  if (existsSync(folder)) for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
}

/** An address without a link is one that is not called. */
function withPort(url: string, port = 9): string {
  return url.replace(/:\d+(?=\/|$)/, `:${port}`);
}
