import pg from 'pg';
import { fold } from '../../apps/orders/src/order/evolve-order.js';
import { isEnd, type Order } from '../../apps/orders/src/order/order.js';
import type { OrderEvent } from '../../apps/orders/src/order/order-event.js';
import { type OrderRow, orderOf } from '../../apps/orders/src/order/order-row.pg.js';
import { ORDER_COLUMNS } from '../../apps/orders/src/order/orders.pg.sql.js';
import type { LedgerItem } from './ledger.http.js';

/** What the orders' own ledger says, compared with inventory's reservations and the payment service's ledger. */
export interface OrderReport {
  orders: number;
  /** Not at an end yet. */
  under_way: number;
  /** A sentence for each kind of fault, with examples. */
  faults: string[];
}

interface Reservation {
  order_id: string;
  state: string;
  total_cents: number;
  /** Units that were sold and not returned. */
  kept: number;
}

const PAGE = 1_000;
const ORDERS = `SELECT ${ORDER_COLUMNS} FROM orders WHERE order_id > $1 ORDER BY order_id LIMIT ${PAGE}`;
const HISTORIES =
  'SELECT order_id, seq, type, version, data, at FROM order_events WHERE order_id = ANY($1) ORDER BY order_id, seq';
const RESERVATIONS = `
  SELECT r.order_id, r.state, r.total_cents::float8 AS total_cents, sum(l.quantity - l.returned)::int AS kept
  FROM reservations r JOIN reservation_lines l USING (order_id) WHERE r.order_id = ANY($1) GROUP BY r.order_id`;

const CONFIRMED = `
  SELECT order_id FROM reservations WHERE state = 'confirmed' AND order_id > $1 ORDER BY order_id LIMIT ${PAGE}`;
const KNOWN = 'SELECT order_id FROM orders WHERE order_id = ANY($1)';

const EXAMPLES = 5;
const UNDER_WAY_MS = 60_000;

/**
 * Reads every order with its history, its reservation and its payments.
 * @param ledger payments by order, undefined when no payment service was named
 * @param settled nothing is under way any more: every order must have come to an end
 */
export async function verifyOrders(
  urls: { orders: string; inventory: string },
  ledger: Map<string, LedgerItem[]> | undefined,
  settled: boolean,
): Promise<OrderReport> {
  const [orders, inventory] = [readOnly(urls.orders), readOnly(urls.inventory)];
  const faults = new Faults();
  // An order is recorded before anything is sold or charged: whatever is read here has one.
  const unclaimed = new Set([...(ledger ?? [])].filter(([, payments]) => holdsMoney(payments)).map(([id]) => id));
  let [count, underWay] = [0, 0];
  try {
    for (const id of await soldForNobody(inventory, orders))
      faults.add(id, 'units are sold, but there is no such order');
    for (let after = ''; ; ) {
      const { rows } = await orders.query<OrderRow>(ORDERS, [after]);
      const ids = rows.map(({ order_id }) => order_id);
      const histories = Map.groupBy(
        (await orders.query(HISTORIES, [ids])).rows.map(eventOf),
        ({ order_id }) => order_id,
      );
      const reservations = Map.groupBy(
        (await inventory.query<Reservation>(RESERVATIONS, [ids])).rows,
        ({ order_id }) => order_id,
      );
      for (const order of rows.map(orderOf)) {
        unclaimed.delete(order.order_id);
        const history = histories.get(order.order_id) ?? [];
        if (!isEnd(order.state)) underWay++;
        faults.add(order.order_id, historyFault(order, history));
        if (!isEnd(order.state) || isFresh(order, settled)) continue;
        faults.add(order.order_id, unitsFault(order, reservations.get(order.order_id)?.[0]));
        if (ledger) faults.add(order.order_id, moneyFault(order, ledger.get(order.order_id) ?? []));
      }
      count += rows.length;
      if (rows.length < PAGE) break;
      after = ids.at(-1) ?? after;
    }
    for (const id of unclaimed) faults.add(id, 'money is held, but there is no such order');
    if (settled && underWay > 0) faults.add('', `${underWay} orders have not come to an end`);
    return { orders: count, under_way: underWay, faults: faults.sentences() };
  } finally {
    await Promise.all([orders.end(), inventory.end()]);
  }
}

/** Orders that inventory has sold and that orders_db does not know. */
async function soldForNobody(inventory: pg.Pool, orders: pg.Pool): Promise<string[]> {
  const missing: string[] = [];
  for (let after = ''; ; ) {
    const ids = (await inventory.query<{ order_id: string }>(CONFIRMED, [after])).rows.map(({ order_id }) => order_id);
    const { rows } = await orders.query<{ order_id: string }>(KNOWN, [ids]);
    const known = new Set(rows.map(({ order_id }) => order_id));
    missing.push(...ids.filter((id) => !known.has(id)));
    if (ids.length < PAGE) return missing;
    after = ids.at(-1) ?? after;
  }
}

/** Ended a moment ago, or being refunded: the databases are read one after the other. */
function isFresh({ ended_at, refunds }: Order, settled: boolean): boolean {
  if (settled) return false;
  const refunding = refunds.some(({ state }) => state === 'requested' || state === 'paid');
  return refunding || Date.parse(ended_at ?? '') > Date.now() - UNDER_WAY_MS;
}

/** The row is the fold of the history, field by field. */
function historyFault(order: Order, history: OrderEvent[]): string | undefined {
  const folded = fold(history);
  return canonical(folded) === canonical(order) ? undefined : 'the order is not what its history leads to';
}

/** What was completed was sold, without what came back since; what was not was given back. */
function unitsFault(order: Order, reservation: Reservation | undefined): string | undefined {
  const { state, total_cents } = order;
  if (!reservation) return 'the order has no reservation';
  if (reservation.state === 'pending') return `${state}, but its units are held`;
  const isSold = state === 'completed' || state === 'refunded';
  if (isSold && reservation.state !== 'confirmed') return `completed, but its units are ${reservation.state}`;
  const kept = reservation.state === 'confirmed' ? reservation.kept : 0;
  const expected = isSold ? unitsKept(order) : 0;
  if (kept !== expected) return `${state} with ${expected} units sold, inventory has sold ${kept}`;
  return reservation.total_cents === total_cents ? undefined : 'order and reservation have different totals';
}

function unitsKept({ lines, refunds }: Order): number {
  const back = refunds.filter(({ state, restock }) => restock && state === 'done').flatMap((refund) => refund.lines);
  const sum = (of: { quantity: number }[]) => of.reduce((all, { quantity }) => all + quantity, 0);
  return sum(lines) - sum(back);
}

/** What was captured and not paid back is what the order says; no authorisation is left open. */
function moneyFault({ state, total_cents, refunded_cents }: Order, payments: LedgerItem[]): string | undefined {
  const kept = state === 'completed' || state === 'refunded' ? total_cents - refunded_cents : 0;
  const held = heldBy(payments);
  if (held !== kept) return `${state}, ${kept} cents are the shop's, the payment service has ${held}`;
  return payments.some((item) => item.state === 'authorised') ? `${state}, but an authorisation is open` : undefined;
}

const heldBy = (payments: LedgerItem[]): number =>
  payments.reduce((all, { captured_cents, refunded_cents }) => all + captured_cents - refunded_cents, 0);

const holdsMoney = (payments: LedgerItem[]): boolean =>
  heldBy(payments) > 0 || payments.some(({ state }) => state === 'authorised');

/** Equal faults as one sentence. */
class Faults {
  private readonly examples = new Map<string, { count: number; ids: string[] }>();

  add(order_id: string, fault: string | undefined): void {
    if (fault === undefined) return;
    const found = this.examples.get(fault) ?? { count: 0, ids: [] };
    found.count++;
    if (order_id && found.ids.length < EXAMPLES) found.ids.push(order_id);
    this.examples.set(fault, found);
  }

  sentences(): string[] {
    return [...this.examples].map(([fault, { count, ids }]) =>
      ids.length === 0 ? fault : `${count} order(s): ${fault}, for example ${ids.join(', ')}`,
    );
  }
}

/** Fields in one order, without those that are undefined. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const eventOf = ({ at, ...row }: Omit<OrderEvent, 'at'> & { at: Date }) =>
  ({ ...row, at: at.toISOString() }) as OrderEvent;

function readOnly(url: string): pg.Pool {
  const options = '-c default_transaction_read_only=on -c statement_timeout=0';
  // int8 as a number: every amount is below 2^53.
  const types = {
    getTypeParser: ((oid: number) =>
      oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid)) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({ connectionString: url, max: 2, options, types, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => {}); // The query that runs rejects with the same error.
  return pool;
}
