import pg from 'pg';
import { fold } from '../../apps/orders/src/order/evolve-order.ts';
import type { Order } from '../../apps/orders/src/order/order.ts';
import { isEnd } from '../../apps/orders/src/order/order.ts';
import type { OrderEvent } from '../../apps/orders/src/order/order-event.ts';
import { type LedgerItem, readLedger } from '../../tools/verify/ledger.http.ts';
import type { EndedOrder, Told } from './told.ts';

interface OrderRow {
  order_id: string;
  state: Order['state'];
  seq: number;
  total_cents: number;
  refunded_cents: number;
  run_after: Date | null;
}

const ORDERS = `
  SELECT order_id, state, seq, total_cents::float8, refunded_cents::float8, run_after FROM orders
  WHERE order_id = ANY($1)`;
const HISTORIES = `
  SELECT order_id, seq, type, version, data, at FROM order_events WHERE order_id = ANY($1) ORDER BY order_id, seq`;
const SALES = 'SELECT order_id, sale_id FROM sales WHERE order_id = ANY($1)';

/** The whole ledger of the shop: units, orders, money, and what was told of them. */
export class Ledger {
  private readonly paymentUrl: string;
  private readonly told: Told;
  private readonly inventory: pg.Pool;
  private readonly orders: pg.Pool;

  constructor(urls: { inventory: string; orders: string }, paymentUrl: string, told: Told) {
    this.paymentUrl = paymentUrl;
    this.told = told;
    this.inventory = quiet(urls.inventory);
    this.orders = quiet(urls.orders);
  }

  async addProducts(ids: number[], stock: number): Promise<void> {
    await this.inventory.query(
      `INSERT INTO products (id, name, price_cents, currency, stock, initial_stock)
       SELECT id, 'Product ' || id, 1000 * id, 'USD', $2, $2 FROM unnest($1::int[]) id`,
      [ids, stock],
    );
  }

  /** How many webhooks have arrived for an order. */
  async noticesOf(order_id: string): Promise<number> {
    const text = 'SELECT notice_id FROM payment_notices WHERE reference = $1';
    return (await this.orders.query(text, [order_id])).rows.length;
  }

  /** What does not add up for these orders and for the stock as a whole. */
  async against(order_ids: string[], ends: string[]): Promise<string[]> {
    const [orders, histories, payments] = await Promise.all([
      this.read<OrderRow>(ORDERS, order_ids),
      this.read<OrderEvent>(HISTORIES, order_ids),
      readLedger(this.paymentUrl),
    ]);
    const rows = new Map(orders.map((row) => [row.order_id, row]));
    const events = Map.groupBy(histories, ({ order_id }) => order_id);
    const each = order_ids.flatMap((order_id) => {
      const order = rows.get(order_id);
      if (!order) return [`${order_id} was never recorded`];
      const wrong = [
        ...(isEnd(order.state) && ends.includes(order.state) ? [] : [`is ${order.state}`]),
        ...(order.run_after === null ? [] : ['something is still due']),
        ...againstMoney(order, payments.get(order_id) ?? []),
        ...againstHistory(order, events.get(order_id) ?? []),
      ];
      return wrong.map((what) => `${order_id} ${what}`);
    });
    const against = [...each, ...(await this.againstStock())];
    return against.length > 0 ? against : await this.told.against(await this.withSales(orders));
  }

  /** `kill -9` of one session of the orders database: the server ends all of them and recovers from its log. */
  async crashPostgres(): Promise<void> {
    const text = `SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' LIMIT 1`;
    const { rows } = await this.orders.query<{ pid: number }>(text);
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
  }

  async close(): Promise<void> {
    await Promise.all([this.inventory.end(), this.orders.end()]);
  }

  private async read<Row extends pg.QueryResultRow>(text: string, order_ids: string[]): Promise<Row[]> {
    return (await this.orders.query<Row>(text, [order_ids])).rows;
  }

  private async withSales(orders: OrderRow[]): Promise<EndedOrder[]> {
    const ids = orders.map(({ order_id }) => order_id);
    const { rows } = await this.inventory.query<{ order_id: string; sale_id: string }>(SALES, [ids]);
    const sales = Map.groupBy(rows, ({ order_id }) => order_id);
    return orders.map(({ order_id, state }) => ({
      order_id,
      state,
      sale_ids: (sales.get(order_id) ?? []).map(({ sale_id }) => sale_id),
    }));
  }

  private async againstStock(): Promise<string[]> {
    const { rows } = await this.inventory.query<{ id: number; stock: number; reserved: number; expected: number }>(`
      SELECT p.id, p.stock, p.reserved, (p.initial_stock
        + coalesce((SELECT sum(quantity) FROM restocks x WHERE x.product_id = p.id), 0)
        + coalesce((SELECT sum(quantity) FROM returns x WHERE x.product_id = p.id), 0)
        + coalesce((SELECT sum(quantity) FROM adjustments x WHERE x.product_id = p.id), 0)
        - coalesce((SELECT sum(quantity) FROM sales x WHERE x.product_id = p.id), 0))::int AS expected
      FROM products p`);
    return rows
      .filter(({ stock, reserved, expected }) => stock !== expected || reserved !== 0)
      .map(
        ({ id, stock, reserved, expected }) =>
          `product ${id} has ${stock} (${reserved} reserved), expected ${expected}`,
      );
  }
}

function againstHistory({ state, seq, refunded_cents }: OrderRow, history: OrderEvent[]): string[] {
  const told = fold(history);
  const same = told?.state === state && told.seq === seq && told.refunded_cents === refunded_cents;
  return same ? [] : [`is ${state} at ${seq}, its history says ${told?.state} at ${told?.seq}`];
}

/** Charged once what the order cost, given back what was refunded, nothing held any more. */
function againstMoney({ state, total_cents, refunded_cents }: OrderRow, payments: LedgerItem[]): string[] {
  const sum = (of: (row: LedgerItem) => number) => payments.reduce((total, row) => total + of(row), 0);
  const captured = sum((row) => row.captured_cents);
  const kept = captured - sum((row) => row.refunded_cents);
  const sold = state === 'completed' || state === 'refunded';
  const wanted = sold ? total_cents - refunded_cents : 0;
  const open = payments.filter((row) => row.state === 'authorised' || row.state === 'pending');
  return [
    ...(kept === wanted ? [] : [`has paid ${kept}, owes ${wanted}`]),
    ...(sold && captured !== total_cents ? [`was charged ${captured} for ${total_cents}`] : []),
    ...open.map((row) => `${row.payment_id} is still ${row.state}`),
  ];
}

// A connection that ends with its server is replaced.
function quiet(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 4 });
  pool.on('error', () => undefined);
  return pool;
}
