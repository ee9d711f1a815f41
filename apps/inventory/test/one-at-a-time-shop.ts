import type { ProductRow } from '../src/batch/product.js';
import type { Decision, StockItem } from '../src/batch/stock-item.js';

/** What happens together: first a delivery or a correction, then time passes (or not), then these requests. */
export interface Step {
  items: StockItem[];
  /** What was pending before is due now. */
  late: boolean;
  change: { product_id: number; quantity: number } | undefined;
}

interface Product {
  id: number;
  price: bigint;
  currency: string;
  units: number;
  version: number;
}

interface Order {
  id: string;
  body: string;
  lines: { product: number; quantity: number; price: bigint; returned: number }[];
  attempt: number;
  state: string;
  due: boolean;
  /** `product/quantity/price/stock/version` of each sale. */
  sales: string[];
}

/** What a decision comes to, without the rows: texts that are compared. */
export type Summary = string;

const MAX = 2n ** 53n - 1n;
const bodyOf = (request: object): string => JSON.stringify(request);

/**
 * The specification of stock, for the tests: one request after the other on plain records. What is held is counted from
 * the pending orders each time; nothing is shared with the implementation.
 */
export class OneAtATimeShop {
  private readonly shelf: Product[];
  private readonly sold: { order: string; body: string; sale: string }[] = [];
  private readonly orders: Order[] = [];
  private readonly returns: { id: string; body: string; answer: string }[] = [];

  constructor(products: readonly ProductRow[]) {
    this.shelf = products.map(({ id, price_cents, currency, stock, version }) => ({
      id,
      price: BigInt(price_cents),
      currency,
      units: stock,
      version,
    }));
  }

  run({ items, late, change }: Step): Summary[] {
    const changed = change && this.find(change.product_id);
    if (changed && change && changed.units + change.quantity >= this.held(changed.id)) {
      changed.units += change.quantity;
      changed.version += 1;
    }
    for (const order of this.orders) order.due = late;
    return items.map((item) => this.ask(item));
  }

  products() {
    return this.shelf.map(({ id, units: stock, version }) => ({ id, stock, reserved: this.held(id), version }));
  }

  private ask(item: StockItem): Summary {
    switch (item.kind) {
      case 'sale':
        return this.sell(item.request);
      case 'reserve':
        return this.reserve(item.request);
      case 'return':
        return this.takeBack(item.request);
      default:
        return this.settle(item);
    }
  }

  private sell(request: StockItem<'sale'>['request']): Summary {
    const { order_id, product_id, quantity, customer_email } = request;
    const body = bodyOf([product_id, quantity, customer_email]);
    const before = this.sold.find(({ order }) => order === order_id);
    if (before) return before.body === body ? `replayed ${before.sale}` : 'order-id-reused';
    if (this.orders.some(({ id }) => id === order_id)) return 'order-id-reused';
    const product = this.find(product_id);
    if (!product) return 'product-not-found';
    const left = product.units - this.held(product_id);
    if (quantity > left) return `insufficient-stock available ${left}`;
    if (product.price * BigInt(quantity) > MAX) return 'validation /quantity';
    product.units -= quantity;
    product.version += 1;
    const sale = `${product_id}/${quantity}/${product.price}/${left - quantity}/${product.version}`;
    this.sold.push({ order: order_id, body, sale });
    return `done ${sale}`;
  }

  private reserve(request: StockItem<'reserve'>['request']): Summary {
    const { order_id, lines, expected_total_cents: expected, again, customer_email } = request;
    const body = bodyOf([lines.map((line) => [line.product_id, line.quantity]), customer_email]);
    if (this.sold.some(({ order }) => order === order_id)) return 'order-id-reused';
    const before = this.orders.find(({ id }) => id === order_id);
    if (before && before.body !== body) return 'order-id-reused';
    if (before && (before.state !== 'expired' || !again)) {
      const total = totalOf(before);
      const differs = before.state === 'pending' && expected !== null && BigInt(expected) !== total;
      return differs ? `price-changed total ${total}` : `replayed ${show(before)}`;
    }
    const refusal = this.refuse(lines, expected);
    if (refusal) return refusal;
    for (const { product_id } of lines) (this.find(product_id) as Product).version += 1;
    const order: Order = {
      id: order_id,
      body,
      lines: lines.map((line) => ({
        product: line.product_id,
        quantity: line.quantity,
        price: (this.find(line.product_id) as Product).price,
        returned: 0,
      })),
      attempt: (before?.attempt ?? 0) + 1,
      state: 'pending',
      due: false,
      sales: [],
    };
    if (before) Object.assign(before, order);
    else this.orders.push(order);
    return `done ${show(order)}`;
  }

  private refuse(lines: { product_id: number; quantity: number }[], expected: number | null): Summary | undefined {
    const unknown = lines.flatMap((line, n) => (this.find(line.product_id) ? [] : [`/lines/${n}/product_id`]));
    if (unknown.length > 0) return ['product-not-found', ...unknown].join(' ');
    const found = lines.map((line) => ({ ...line, product: this.find(line.product_id) as Product }));
    const foreign = found.flatMap((line, n) =>
      line.product.currency === found[0]?.product.currency ? [] : [`/lines/${n}/product_id`],
    );
    if (foreign.length > 0) return ['validation', ...foreign].join(' ');
    let total = 0n;
    for (const { product, quantity } of found) total += product.price * BigInt(quantity);
    if (total > MAX) return 'validation /lines';
    const short = found.flatMap(({ product, quantity }, n) => {
      const left = product.units - this.held(product.id);
      return left < quantity ? [`/lines/${n}/quantity=${left}`] : [];
    });
    if (short.length > 0) return ['insufficient-stock', ...short].join(' ');
    return expected !== null && BigInt(expected) !== total ? `price-changed total ${total}` : undefined;
  }

  private settle({ kind, request }: StockItem<'confirm' | 'release' | 'expire'>): Summary {
    const order = this.orders.find(({ id }) => id === request.order_id);
    if (!order || request.attempt > order.attempt) return kind === 'expire' ? 'not expired' : 'reservation-not-found';
    const isOld = request.attempt < order.attempt;
    if (kind === 'expire') {
      if (isOld || order.state !== 'pending' || !order.due) return 'not expired';
      this.giveBack(order, 'expired');
      return 'expired';
    }
    if (kind === 'release') {
      if (isOld) return `replayed ${show({ ...order, attempt: request.attempt, state: 'expired' })}`;
      if (order.state === 'confirmed') return 'reservation-confirmed';
      if (order.state !== 'pending') return `replayed ${show(order)}`;
      this.giveBack(order, 'released');
      return `done ${show(order)}`;
    }
    if (isOld || order.state === 'expired') return 'reservation-expired';
    if (order.state === 'released') return 'reservation-released';
    if (order.state === 'confirmed') return `replayed ${show(order)}`;
    return this.confirm(order);
  }

  private confirm(order: Order): Summary {
    const left = new Map(
      order.lines.map(({ product }) => [product, (this.find(product) as Product).units - this.held(product)]),
    );
    for (const { product: id, quantity, price } of order.lines) {
      const product = this.find(id) as Product;
      product.units -= quantity;
      product.version += 1;
      order.sales.push(`${id}/${quantity}/${price}/${left.get(id)}/${product.version}`);
    }
    order.state = 'confirmed';
    return `done ${show(order)}`;
  }

  private giveBack(order: Order, state: string): void {
    for (const { product } of order.lines) (this.find(product) as Product).version += 1;
    order.state = state;
  }

  private takeBack({ return_id, order_id, lines }: StockItem<'return'>['request']): Summary {
    const body = bodyOf([order_id, lines.map(({ line, quantity }) => `${line}:${quantity}`).sort()]);
    const before = this.returns.find(({ id }) => id === return_id);
    if (before && before.body !== body) return 'return-id-reused';
    const order = this.orders.find(({ id }) => id === order_id);
    if (!order) return 'reservation-not-found';
    if (before) return `replayed ${show(order)} back ${before.answer}`;
    const tooMuch = lines.flatMap(({ line, quantity }, n) => {
      const own = order.state === 'confirmed' ? order.lines[line - 1] : undefined;
      const left = own ? own.quantity - own.returned : 0;
      return quantity > left ? [`/lines/${n}/quantity=${left}`] : [];
    });
    if (tooMuch.length > 0) return ['return-exceeds-sale', ...tooMuch].join(' ');
    const answers = lines.map(({ line, quantity }) => {
      const own = order.lines[line - 1] as Order['lines'][number];
      const product = this.find(own.product) as Product;
      product.units += quantity;
      product.version += 1;
      own.returned += quantity;
      return `${line}:${quantity}/${product.units - this.held(product.id)}/${product.version}`;
    });
    this.returns.push({ id: return_id, body, answer: answers.join() });
    return `done ${show(order)} back ${answers.join()}`;
  }

  private find(id: number): Product | undefined {
    return this.shelf.find((product) => product.id === id);
  }

  private held(id: number): number {
    let units = 0;
    for (const { state, lines } of this.orders) {
      if (state !== 'pending') continue;
      for (const { product, quantity } of lines) if (product === id) units += quantity;
    }
    return units;
  }
}

const totalOf = ({ lines }: Order) => lines.reduce((sum, { price, quantity }) => sum + price * BigInt(quantity), 0n);

function show({ id, attempt, state, lines, sales }: Order): string {
  const own = lines.map(({ product, quantity, price, returned }) => `${product}/${quantity}/${price}/${returned}`);
  return `${id}#${attempt} ${state} [${own}]${state === 'confirmed' ? ` sold ${sales}` : ''}`;
}

/** The same text from a decision of the implementation. `salesOf` an order that is confirmed. */
export function summaryOf(decision: Decision, salesOf: (orderId: string) => string[]): Summary {
  if (!decision.ok) return refusalOf(decision);
  if ('expired' in decision) return decision.expired ? 'expired' : 'not expired';
  const how = decision.replayed ? 'replayed' : 'done';
  if ('sale' in decision) return `${how} ${saleOf(decision.sale)}`;
  const { order_id, attempt, state, lines } = decision.reservation;
  const own = lines.map(({ product_id, quantity, unit_price_cents, returned }) =>
    [product_id, quantity, unit_price_cents, returned].join('/'),
  );
  const sales = 'sales' in decision ? decision.sales.map(saleOf) : salesOf(order_id);
  const sold = state === 'confirmed' ? ` sold ${sales}` : '';
  const back =
    'returns' in decision
      ? ` back ${decision.returns.map((row) => `${row.line}:${row.quantity}/${row.stock_after}/${row.product_version}`)}`
      : '';
  return `${how} ${order_id}#${attempt} ${state} [${own}]${sold}${back}`;
}

/** A sale as the model writes it. */
export const saleOf = (sale: {
  product_id: number;
  quantity: number;
  unit_price_cents: number;
  stock_after: number;
  product_version: number;
}): string => [sale.product_id, sale.quantity, sale.unit_price_cents, sale.stock_after, sale.product_version].join('/');

function refusalOf({ failure, available, total_cents, errors = [] }: Extract<Decision, { ok: false }>): Summary {
  const where = errors.map(({ pointer, available: left }) => (left === undefined ? pointer : `${pointer}=${left}`));
  return [
    failure,
    ...where,
    ...(available === undefined ? [] : [`available ${available}`]),
    ...(total_cents === undefined ? [] : [`total ${total_cents}`]),
  ].join(' ');
}
