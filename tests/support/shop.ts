import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Db, MongoClient } from 'mongodb';
import pg from 'pg';
import { ask } from '../../stack/control.ts';
import { type Endpoints, type ProcessEntry, readEndpoints } from '../../stack/endpoints.ts';
import { CLONE, type Folders } from '../../stack/folders.ts';
import type { Order } from '../../stack/orders.ts';

/** The answer of one HTTP call. `body` is parsed when it is JSON. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: specs read whatever the edge answers, right or wrong
  body: any;
}

export interface SaleRequest {
  product_id: number;
  quantity: number;
  order_id: string;
  customer_email?: string;
}

/** A span of `GET /traces/{trace_id}`, as far as specs look at it. */
export interface Span {
  service: string;
  name: string;
  trace_id: string;
  span_id: string;
  parent_span_id: string;
  links: string[];
}

type Role = 'admin' | 'buyer';

export interface QueueDepth {
  messages: number;
  ready: number;
  unacknowledged: number;
  consumers: number;
}

/** A running shop as a spec sees it: its HTTP address, its databases, its broker and its logs. Specs hold no URL. */
export class Shop {
  readonly endpoints: Endpoints;
  readonly inventory: pg.Pool;
  readonly notifications: pg.Pool;
  readonly ordersDb: pg.Pool;
  readonly analytics: Db;
  private readonly folders: Folders;
  private readonly mongo: MongoClient;
  private orders = 0;
  private readonly tokens: Partial<Record<Role, Promise<string>>> = {};

  constructor(folders: Folders) {
    this.folders = folders;
    this.endpoints = this.now();
    this.inventory = quietPool(this.endpoints.postgres);
    this.notifications = quietPool(this.endpoints.notifications_postgres);
    this.ordersDb = quietPool(this.endpoints.orders_postgres);
    this.mongo = new MongoClient(this.endpoints.mongodb, { serverSelectionTimeoutMS: 5_000 });
    this.analytics = this.mongo.db('analytics_db');
  }

  /** What `.stack/endpoints.json` says now. */
  now(): Endpoints {
    const endpoints = readEndpoints(this.folders);
    if (!endpoints) throw new Error(`no stack runs in ${this.folders.dir}`);
    return endpoints;
  }

  /** `npm run stack -- <order> <name>` on this shop; throws when it is not so in the end. */
  async stack(order: Order, ...names: string[]): Promise<void> {
    for (const name of names) {
      const answer = await ask(this.folders.socket, { order, name });
      if (!answer?.ok) throw new Error(`${order} ${name}: ${answer?.text ?? 'the stack does not run'}`);
    }
  }

  /** Order ids that no other spec and no earlier run uses. */
  orderId(prefix = 'E2E'): string {
    this.orders += 1;
    return `${prefix}-${Date.now().toString(36)}-${process.pid}-${this.orders}`;
  }

  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return callEdge(this.endpoints.gateway, method, path, body, headers);
  }

  sell(request: SaleRequest, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', '/inventory/decrease', request, headers);
  }

  async asAdmin(): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.token('admin')}` };
  }

  /** A bearer token that this shop takes. */
  token(role: Role): Promise<string> {
    this.tokens[role] ??= tokenFor(role);
    return this.tokens[role];
  }

  /** What the services remember of a trace. */
  async spansOf(traceId: string): Promise<Span[]> {
    const { status, body } = await this.call('GET', `/traces/${traceId}`, undefined, await this.asAdmin());
    if (status !== 200) throw new Error(`GET /traces answered ${status}: ${JSON.stringify(body)}`);
    return body.spans;
  }

  /** A product of the spec's own. @returns its id */
  async createProduct(stock: number, name = 'Test Product', price_cents = 1_250): Promise<number> {
    const product = { name, price_cents, currency: 'USD', stock };
    const { status, body } = await this.call('POST', '/products', product, await this.asAdmin());
    if (status !== 201) throw new Error(`POST /products answered ${status}: ${JSON.stringify(body)}`);
    return body.id;
  }

  async stockOf(productId: number): Promise<number> {
    return (await this.call('GET', `/inventory/${productId}`)).body.current_stock;
  }

  async queue(name: string): Promise<QueueDepth> {
    const queue = await this.broker('GET', `/queues/%2F/${encodeURIComponent(name)}`);
    const {
      messages = 0,
      messages_ready: ready = 0,
      messages_unacknowledged: unacknowledged = 0,
      consumers = 0,
    } = queue;
    return { messages, ready, unacknowledged, consumers };
  }

  /** A call of RabbitMQ's management API. */
  // biome-ignore lint/suspicious/noExplicitAny: the management API's many shapes
  async broker(method: string, path: string, body?: unknown): Promise<any> {
    const { origin, username, password } = new URL(this.endpoints.rabbitmq_ui);
    const basic = Buffer.from(`${username || 'guest'}:${password || 'guest'}`).toString('base64');
    const response = await fetch(`${origin}/api${path}`, {
      method,
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return text ? JSON.parse(text) : undefined;
  }

  /** Lines of a process's log that contain all of these strings. */
  async logLines(name: string, ...parts: string[]): Promise<string[]> {
    const lines = (await readFile(this.process(name).log, 'utf8')).split('\n');
    return lines.filter((line) => parts.every((part) => line.includes(part)));
  }

  process(name: string): ProcessEntry {
    const found = this.now().processes.find((process) => process.name === name);
    if (!found) throw new Error(`the stack has no process ${name}`);
    return found;
  }

  async close(): Promise<void> {
    await Promise.all([this.inventory.end(), this.notifications.end(), this.ordersDb.end(), this.mongo.close()]);
  }
}

/** One HTTP call at this gateway. Rejects when there is no connection. */
export async function callEdge(
  edge: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${edge}${path}`, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    redirect: 'manual',
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}

// Specs kill databases: a lost idle connection is expected, the pool opens another.
function quietPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 4, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined);
  return pool;
}

/** As `npm run -s token -- --role admin --subject name` prints it. */
export async function tokenFor(role: Role, env: NodeJS.ProcessEnv = {}, subject: string = role): Promise<string> {
  const args = [join(CLONE, 'tools/token.ts'), '--role', role, '--subject', subject];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
  return stdout.trim().split('\n').at(-1) ?? '';
}
