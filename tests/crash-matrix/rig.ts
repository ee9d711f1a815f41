import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, migrationsFolder } from '@app/postgres';
import {
  Broker,
  type CommitGate,
  createCommitGate,
  createDatabase,
  createMongoDatabase,
  dropMongoDatabase,
  freePort,
  type HoldPoint,
  type ServiceProcess,
  spawnGateway,
  spawnInventory,
  spawnOrders,
  spawnPaymentSimulator,
  spawnWorker,
} from '@app/testing';
import { ensureBuilt } from '../../stack/build.ts';
import { discardEngines, startEngines } from '../../stack/start-engines.ts';
import { createGrpcRelay, type GrpcRelay } from '../support/grpc-relay.ts';
import { tokenFor } from '../support/shop.ts';
import type { Arbiter } from './effects.ts';
import { Ledger } from './ledger.ts';
import { Payments } from './payments.ts';
import { Shopper } from './shopper.ts';
import { Told } from './told.ts';

/** A short lease, so that what a dead runner left is taken up soon. */
const ORDERS_ENV = { ORDER_LEASE_MS: '1000', RESERVATION_TTL_SECONDS: '120' };
const STOCK = 1_000_000;
export const PRODUCTS = [1, 2, 3];

/** A whole shop as processes of its own: a relay before inventory, a gate before the orders database. */
export class Rig {
  /** Closed in turn, the last one first. */
  private readonly endings: (() => Promise<unknown> | unknown)[] = [];
  relay: GrpcRelay;
  gate: CommitGate;
  ledger: Ledger;
  payments: Payments;
  shopper: Shopper;
  inventory: ServiceProcess;
  simulator: ServiceProcess;
  orders: ServiceProcess;
  /** A second orders and a second inventory beside the first, once they were added. */
  twinOrders: ServiceProcess;
  twinInventory: ServiceProcess;
  private postgres: string;
  private inventoryDb: string;
  private broker: string;
  private gateway: ServiceProcess;
  private gatewayPort: number;
  private near: Parameters<typeof spawnOrders>[0];

  private constructor() {}

  static async start(): Promise<Rig> {
    const rig = new Rig();
    try {
      await rig.boot();
      return rig;
    } catch (error) {
      await rig.close();
      throw error;
    }
  }

  /** The gateway's URL. */
  get edge(): string {
    return this.gateway.url;
  }

  async close(): Promise<void> {
    for (const end of this.endings.splice(0).toReversed()) await end();
  }

  /** From now on two orders and two inventories share the work: one of each may die. */
  async addTwins(): Promise<void> {
    await Promise.all([this.gateway, this.orders].map((process) => process.stop()));
    this.twinInventory = this.running(await spawnInventory(this.inventoryDb), () => this.twinInventory);
    this.near = { ...this.near, inventory: `${this.relay.url},${this.twinInventory.url}` };
    [this.orders, this.twinOrders] = await Promise.all([this.second(), this.second()]);
    this.running(this.twinOrders, () => this.twinOrders);
    this.gateway = await this.startGateway([this.orders, this.twinOrders]);
  }

  /** One more orders on the same database. */
  second(): Promise<ServiceProcess> {
    return spawnOrders(this.near, ORDERS_ENV);
  }

  /** Holds the call of an effect, whoever makes it. */
  async hold(asks: Arbiter, at: HoldPoint): Promise<void> {
    if (asks.callee === 'inventory') this.relay.hold(asks.method, at);
    else await this.payments.hold(asks.operation, at);
  }

  async held(asks: Arbiter): Promise<number> {
    return asks.callee === 'inventory' ? this.relay.held : this.payments.held();
  }

  async release(asks: Arbiter, how: 'go' | 'break'): Promise<void> {
    if (asks.callee === 'inventory') this.relay.release(how);
    else await this.payments.release(how);
  }

  /** `kill -9` of whom an effect asks. */
  async killCallee({ callee }: Pick<Arbiter, 'callee'>): Promise<void> {
    await kill(callee === 'inventory' ? this.inventory : this.simulator);
    if (callee === 'inventory') this.relay.release('break');
  }

  async restartCallee({ callee }: Pick<Arbiter, 'callee'>): Promise<void> {
    if (callee === 'inventory') this.inventory = await this.inventory.again();
    else this.simulator = await this.simulator.again();
  }

  killOrders(): Promise<void> {
    return kill(this.orders);
  }

  async restartOrders(): Promise<void> {
    this.orders = await this.orders.again();
  }

  /** Everything from the start, for the next cell: what this one has left held or dead is no concern of it. */
  async heal(): Promise<void> {
    this.gate.release('break');
    this.relay.release('break');
    await Promise.all([this.orders, this.inventory, this.simulator].map(kill));
    await this.restartCallee({ callee: 'inventory' });
    await this.restartCallee({ callee: 'payment-simulator' });
    await this.restartOrders();
  }

  private async boot(): Promise<void> {
    await ensureBuilt(() => {});
    this.postgres = await this.ownPostgres();
    this.inventoryDb = await this.database('inventory');
    const ordersDb = await this.database('orders');
    const broker = this.ending(await Broker.open('matrix'), (open) => open.close());
    this.broker = broker.url;
    await this.startCallees(ordersDb);
    this.gateway = this.running(await this.startGateway([this.orders]), () => this.gateway);
    const told = await this.startWorkers(broker);
    this.ledger = new Ledger({ inventory: this.inventoryDb, orders: ordersDb }, this.simulator.url, told);
    this.ending(this.ledger, (ledger) => ledger.close());
    const authorization = `Bearer ${await tokenFor('admin')}`;
    this.shopper = new Shopper(this.gateway.url, { authorization });
    await this.ledger.addProducts(PRODUCTS, STOCK);
  }

  private startGateway(orders: ServiceProcess[]): Promise<ServiceProcess> {
    return spawnGateway(this.broker, [this.relay.url], {
      HTTP_PORT: String(this.gatewayPort),
      ORDERS_GRPC_URL: orders.map(({ url }) => url).join(','),
    });
  }

  private async startCallees(ordersDb: string): Promise<void> {
    this.gatewayPort = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'crash-matrix-'));
    this.endings.push(() => rmSync(folder, { recursive: true, force: true }));
    this.inventory = this.running(await spawnInventory(this.inventoryDb), () => this.inventory);
    this.relay = this.ending(await createGrpcRelay(this.inventory.url), (relay) => relay.close());
    this.gate = this.ending(await createCommitGate(ordersDb), (gate) => gate.close());
    const webhooks = { PAYMENT_WEBHOOK_URL: `http://127.0.0.1:${this.gatewayPort}/payments/webhook` };
    this.simulator = this.running(
      await spawnPaymentSimulator(join(folder, 'ledger.jsonl'), webhooks),
      () => this.simulator,
    );
    this.payments = new Payments(this.simulator.url);
    this.near = {
      database: this.gate.url,
      broker: this.broker,
      inventory: this.relay.url,
      payments: this.simulator.url,
    };
    this.orders = this.running(await this.second(), () => this.orders);
  }

  private async startWorkers(broker: Broker): Promise<Told> {
    const documents = createMongoDatabase('matrix');
    this.endings.push(() => dropMongoDatabase(documents));
    const told = this.ending(await Told.listen(broker, documents), (one) => one.close());
    const near = { RABBITMQ_URL: broker.url, LOG_LEVEL: 'info' };
    const mails = { ...near, DATABASE_URL: await this.database('notifications') };
    const notifications = await spawnWorker('notifications', mails, told.mailLine);
    this.running(notifications, () => notifications);
    const analytics = await spawnWorker('analytics', { ...near, MONGODB_URI: documents });
    this.running(analytics, () => analytics);
    return told;
  }

  /** It crashes, and other specs use the shared one at that time. @returns its URL (superuser) */
  private async ownPostgres(): Promise<string> {
    const stack = await startEngines({ dir: '.stack-crash-matrix', engines: ['postgres'] });
    this.ending(stack, discardEngines);
    return `postgres://postgres:postgres@127.0.0.1:${stack.addresses.ports.postgres}/postgres`;
  }

  private async database(app: string): Promise<string> {
    const url = await createDatabase(app, this.postgres);
    await migrate(url, migrationsFolder(app));
    return url;
  }

  private ending<T>(what: T, end: (what: T) => Promise<unknown> | unknown): T {
    this.endings.push(() => end(what));
    return what;
  }

  /** `now`: which process that is when the rig is closed. */
  private running(process: ServiceProcess, now: () => ServiceProcess): ServiceProcess {
    this.endings.push(() => now().stop());
    return process;
  }
}

/** Ends it without a word to anybody, frozen or not. */
export async function kill(process: ServiceProcess): Promise<void> {
  process.kill('SIGKILL');
  await process.ended;
}
