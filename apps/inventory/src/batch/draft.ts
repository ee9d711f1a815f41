import type { RecordedReturn, Reservation, ReservedLine } from '../reserve/reservation.js';
import { isLowAfter, type StockLow } from '../stock/low-stock.js';
import { available, type ProductRow } from './product.js';
import type { KnownOrder, Situation } from './situation.js';

/** A line of a reservation as a row of its own. */
export type OrderLine = ReservedLine & { order_id: string };

/** Rows that are written once, however often a batch has changed them. */
export interface Changes {
  products: ProductRow[];
  reservations: Reservation[];
  lines: OrderLine[];
  /** Each time a product became low. */
  falls: StockLow[];
  /** Products that are low now and were not before the batch, and the other way round. */
  turned: ProductRow[];
}

/** The situation as the decisions of a batch have changed it so far. Lives only while one batch is decided. */
export class Draft {
  private readonly situation: Situation;
  private readonly changedProducts = new Map<number, ProductRow>();
  private readonly changedOrders = new Map<string, KnownOrder>();
  private readonly falls: StockLow[] = [];
  private readonly newReturns = new Map<string, RecordedReturn[]>();

  constructor(situation: Situation) {
    this.situation = situation;
  }

  get occurredAt(): string {
    return this.situation.occurredAt;
  }

  newId(): string {
    return this.situation.newId();
  }

  /** RFC 3339, by the database's clock. */
  inSeconds(seconds: number): string {
    return new Date(this.situation.databaseNow + seconds * 1_000).toISOString();
  }

  product(id: number): ProductRow | undefined {
    return this.changedProducts.get(id) ?? this.situation.products.get(id);
  }

  order(orderId: string): KnownOrder | undefined {
    return this.changedOrders.get(orderId) ?? this.situation.orders.get(orderId);
  }

  returned(returnId: string): RecordedReturn[] | undefined {
    return this.newReturns.get(returnId) ?? this.situation.returns.get(returnId);
  }

  /** Each change makes a new version, those of `reserved` alone too. @returns the product after it */
  move(product: ProductRow, change: { stock?: number; reserved?: number }): ProductRow {
    const { stock = 0, reserved = 0 } = change;
    const after = {
      ...product,
      stock: product.stock + stock,
      reserved: product.reserved + reserved,
      version: product.version + 1,
    };
    after.is_low = isLowAfter(product, available(after));
    if (after.is_low && !product.is_low) this.falls.push({ event_id: this.newId(), product: after });
    this.changedProducts.set(after.id, after);
    return after;
  }

  /** Moves a product of a reservation: its row is always among those that were locked. */
  moveHeld(id: number, change: { stock?: number; reserved?: number }): ProductRow {
    const product = this.product(id);
    if (!product) throw new Error(`product ${id} of a reservation was not read`);
    return this.move(product, change);
  }

  setOrder(orderId: string, known: KnownOrder): void {
    this.changedOrders.set(orderId, known);
  }

  setReturn(returnId: string, rows: RecordedReturn[]): void {
    this.newReturns.set(returnId, rows);
  }

  /** Rows that have to be written, as they are after the last decision. */
  changes(): Changes {
    const reservations = [...this.changedOrders.values()].flatMap((known) =>
      known.kind === 'reservation' ? [known.reservation] : [],
    );
    const products = [...this.changedProducts.values()];
    return {
      products,
      falls: this.falls,
      turned: products.filter(({ id, is_low }) => is_low !== this.situation.products.get(id)?.is_low),
      reservations,
      lines: reservations.flatMap((reservation) => this.changedLines(reservation)),
    };
  }

  /** Most changes of a reservation leave its lines as they were read. */
  private changedLines({ order_id, lines }: Reservation): OrderLine[] {
    const before = this.situation.orders.get(order_id);
    const isSame = before?.kind === 'reservation' && before.reservation.lines === lines;
    return isSame ? [] : lines.map((line) => ({ order_id, ...line }));
  }
}
