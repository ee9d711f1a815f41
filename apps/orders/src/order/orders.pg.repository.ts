import { allOf, among, Batcher, behindRunning, type Crowd, paced, slots } from '@app/batching';
import { classifyPgError, type Pool } from '@app/postgres';
import type { OutboxMessage } from './announce.js';
import type { Order } from './order.js';
import type { OrderEvent } from './order-event.js';
import { type OrderRow, orderOf, rowOf } from './order-row.pg.js';
import * as sql from './orders.pg.sql.js';

/** A new order with its first events. */
export interface Placing {
  order: Order;
  held_by: string;
  open_limit: number;
  payment_token: string;
  events: OrderEvent[];
}

/** More history for an order that was decided when it had `before` events. */
export interface Appending {
  order: Order;
  before: number;
  events: OrderEvent[];
  messages: OutboxMessage[];
  /** Something is due afterwards. */
  due: boolean;
  /** Notices up to this number are answered by it. */
  answered: number;
}

/** An order in the hands of a runner. */
export interface Driven {
  order: Order;
  payment_token: string | undefined;
  tries: number;
  /** Notices of the payment service that have come, and how many of them are answered. */
  noticed: number;
  answered: number;
}

interface Notice {
  notice_id: string;
  reference: string;
  body: string;
}

/** `news`: there is something to learn from it, so the order was woken. */
export interface Received {
  replayed: boolean;
  news: boolean;
}

export interface Cursor {
  placed_at: string;
  order_id: string;
}

const MAX_BATCH = 100;
const SLOTS = 3;
/** Among so many shoppers a statement for each of them costs more than the moment in which they wait for each other. */
const CROWD = 8;
const CROWD_MS = 20;
const NOBODY = { size: 0 };

/** What `orders_db` holds. Writes that wait at the same moment share one statement, which is one transaction. */
export class OrdersRepository {
  private readonly pool: Pool;
  readonly runner: string;
  private readonly leaseMs: number;
  private readonly placing: Batcher<Placing, 'placed' | 'exists' | 'too-many'>;
  private readonly appending: Batcher<Appending, boolean>;
  private readonly noticing: Batcher<Notice, Received | undefined>;

  constructor(pool: Pool, runner: string, leaseMs: number, shoppers: Pick<Crowd, 'size'> = NOBODY) {
    this.pool = pool;
    this.runner = runner;
    this.leaseMs = leaseMs;
    const behind = behindRunning({ patienceMs: 20, fullBeside: 1 });
    const gather = allOf(slots(SLOTS), behind, among(shoppers, CROWD, paced(CROWD_MS)));
    this.placing = new Batcher({
      run: (batch) => again(() => this.placeBatch(batch)),
      maxBatch: MAX_BATCH,
      gather,
    });
    this.noticing = new Batcher({
      run: (batch) => again(() => this.receiveBatch(batch)),
      maxBatch: MAX_BATCH,
      gather,
    });
    this.appending = new Batcher({
      run: (batch) => again(() => this.appendBatch(batch)),
      maxBatch: MAX_BATCH,
      gather,
    });
  }

  /** Records a new order, in the hands of this runner. */
  place(placing: Placing): Promise<'placed' | 'exists' | 'too-many'> {
    return this.placing.submit(placing);
  }

  /** @returns false when something else has happened to the order meanwhile: nothing was written */
  append(appending: Appending): Promise<boolean> {
    return this.appending.submit(appending);
  }

  async get(order_id: string): Promise<Order | undefined> {
    const { rows } = await this.pool.query<OrderRow>({ name: 'order', text: sql.ONE_ORDER, values: [order_id] });
    return rows[0] && orderOf(rows[0]);
  }

  async history(order_id: string): Promise<OrderEvent[]> {
    const { rows } = await this.pool.query({ name: 'history', text: sql.HISTORY, values: [order_id] });
    return rows.map((row) => ({ ...row, at: (row.at as Date).toISOString() }) as OrderEvent);
  }

  async page(state: string | undefined, after: Cursor | undefined, limit: number): Promise<Order[]> {
    const values = [state ?? null, after?.placed_at ?? null, after?.order_id ?? null, limit];
    const { rows } = await this.pool.query<OrderRow>(sql.PAGE, values);
    return rows.map(orderOf);
  }

  /** Takes orders that are due and that no process drives. */
  async claim(max: number): Promise<Driven[]> {
    const { rows } = await this.pool.query({
      name: 'claim',
      text: sql.CLAIM,
      values: [this.runner, this.leaseMs, max],
    });
    return rows.map(drivenOf);
  }

  /** Takes this order, unless another process drives it. */
  async claimOne(order_id: string): Promise<Driven | undefined> {
    const values = [this.runner, this.leaseMs, order_id];
    const { rows } = await this.pool.query({ name: 'claim-one', text: sql.CLAIM_ONE, values });
    return rows[0] && drivenOf(rows[0]);
  }

  async renew(order_ids: string[]): Promise<void> {
    await this.pool.query({ name: 'renew', text: sql.RENEW, values: [this.runner, this.leaseMs, order_ids] });
  }

  /**
   * Gives an order back. `driven.answered` notices are answered then.
   * @param again ms until the next attempt, undefined when nothing is due
   * @returns false when it is not where it was any more
   */
  async park(driven: Driven, again: number | undefined, tries: number, reason?: string): Promise<boolean> {
    const { order, noticed, answered } = driven;
    const values = [this.runner, order.order_id, order.seq, again ?? null, tries, reason ?? null, noticed, answered];
    const { rowCount } = await this.pool.query({ name: 'park', text: sql.PARK, values });
    return rowCount === 1;
  }

  /** @returns undefined when there is no such order; `news` when the order was woken */
  receiveNotice(notice_id: string, reference: string, body: string): Promise<Received | undefined> {
    return this.noticing.submit({ notice_id, reference, body });
  }

  private async receiveBatch(batch: Notice[]): Promise<(Received | undefined)[]> {
    const column = (name: keyof Notice) => batch.map((notice) => notice[name]);
    const values = [column('notice_id'), column('reference'), column('body')];
    const { rows } = await this.pool.query({ name: 'notices', text: sql.RECEIVE_NOTICES, values });
    const results = new Map(rows.map(({ notice_id, received, news }) => [notice_id, { replayed: !received, news }]));
    return batch.map(({ notice_id }) => results.get(notice_id));
  }

  async statistics(): Promise<{ state: string; count: number; oldest_seconds: number; stuck: number }[]> {
    return (await this.pool.query({ name: 'statistics', text: sql.STATISTICS })).rows;
  }

  private async placeBatch(batch: Placing[]): Promise<('placed' | 'exists' | 'too-many')[]> {
    const given = firstOfEach(batch, ({ order }) => order.order_id).map((placing) => {
      const { order, events, ...rest } = placing;
      return { ...rowOf(order), ...rest, events: withoutId(events), messages: [] };
    });
    const values = [JSON.stringify(given), this.runner, this.leaseMs];
    const { rows } = await this.pool.query({ name: 'place', text: sql.PLACE, values });
    const results = new Map(rows.map((row) => [row.order_id, row]));
    return batch.map(({ order }, index) => {
      const row = results.get(order.order_id);
      const isFirst = batch.findIndex((other) => other.order.order_id === order.order_id) === index;
      if (row?.written) return isFirst ? 'placed' : 'exists';
      return row?.too_many ? 'too-many' : 'exists';
    });
  }

  private async appendBatch(batch: Appending[]): Promise<boolean[]> {
    const given = firstOfEach(batch, ({ order }) => order.order_id).map(({ order, events, ...rest }) => ({
      ...rowOf(order),
      ...rest,
      events: withoutId(events),
    }));
    const values = [JSON.stringify(given), this.runner, this.leaseMs];
    const { rows } = await this.pool.query({ name: 'append', text: sql.APPEND, values });
    const written = new Set(rows.map(({ order_id }) => order_id));
    // The second request for the same order in one batch gets the answer that a later one would get.
    return batch.map(({ order }, index) => {
      const isFirst = batch.findIndex((other) => other.order.order_id === order.order_id) === index;
      return isFirst && written.has(order.order_id);
    });
  }
}

const ATTEMPTS = 3;

/** What a deadlock or a serialisation failure has undone may be done at once. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || classifyPgError(error).kind !== 'retryable') throw error;
    }
  }
}

const firstOfEach = <T>(items: T[], keyOf: (item: T) => string): T[] =>
  [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  );

const withoutId = (events: OrderEvent[]) => events.map(({ order_id, ...event }) => event);

interface DrivenRow extends OrderRow {
  payment_token: string | null;
  tries: number;
  noticed: number;
  answered: number;
}

function drivenOf({ payment_token, tries, noticed, answered, ...row }: DrivenRow): Driven {
  return { order: orderOf(row), payment_token: payment_token ?? undefined, tries, noticed, answered };
}
