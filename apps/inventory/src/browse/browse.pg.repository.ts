import type { Product } from '@app/contracts';
import type { Pool } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { SALE_BY_ORDER_ID } from '../batch/batch.pg.sql.js';
import { toSale } from '../batch/rows.pg.js';
import { POOL } from '../database/pools.js';
import type { RecordedSale } from '../sell/sale.js';

/** `stock` is what can be sold now, on every wire. */
const PRODUCT = 'SELECT id, name, price_cents, currency, stock - reserved AS stock, reserved, version FROM products';

/** What may be read: committed rows, never cached. */
@Injectable()
export class BrowseRepository {
  private readonly pool: Pool;

  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  async product(id: number): Promise<(Product & { reserved: number }) | undefined> {
    const { rows } = await this.pool.query<Product & { reserved: number }>({
      name: 'product',
      text: `${PRODUCT} WHERE id = $1`,
      values: [id],
    });
    return rows[0];
  }

  async sale(orderId: string): Promise<RecordedSale | undefined> {
    const { rows } = await this.pool.query({ name: 'sale', text: SALE_BY_ORDER_ID, values: [orderId] });
    return rows[0] && toSale(rows[0]);
  }
}
