import type { CreateProductRequest, Product } from '@app/contracts';
import { inTransaction, type Pool, type PoolClient } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { POOL } from '../database/pools.js';
import { type ChangeDecision, decideChange, type ProductChange } from './decide-change.js';
import { type CatalogRow, fieldsOf, type ProductFields } from './product.js';

const COLUMNS = 'id, name, price_cents, currency, archived, low_stock_threshold, catalog_version';

/** Namespace of advisory locks beside those of sales and stock. */
const LOCK_PRODUCT_IDS = `SELECT pg_advisory_xact_lock(hashtextextended('product ids', 12))`;

const INSERT_PRODUCT = `
  INSERT INTO products (id, name, price_cents, currency, stock, initial_stock, low_stock_threshold, is_low)
  VALUES (coalesce($1, nextval(pg_get_serial_sequence('products', 'id'))), $2, $3, $4, $5, $5, $6, coalesce($5::int <= $6::int, false))
  ON CONFLICT (id) DO NOTHING
  RETURNING id, name, price_cents, currency, stock, version, archived, low_stock_threshold, catalog_version`;

/** Ids given by hand move the sequence, unless they are so large that it would soon be used up. */
const LARGEST_ID_TO_CONTINUE_FROM = 2_000_000_000;
const MOVE_SEQUENCE = `
  SELECT setval('products_id_seq', greatest($1::bigint, last_value)) FROM products_id_seq WHERE $1 <= ${LARGEST_ID_TO_CONTINUE_FROM}`;

/** A new threshold starts from the stock as it is: nothing is crossed by setting it. */
const UPDATE_PRODUCT = `
  UPDATE products SET
    name = $2, price_cents = $3, archived = $4, low_stock_threshold = $5, catalog_version = $6, version = version + 1,
    is_low = CASE WHEN low_stock_threshold IS NOT DISTINCT FROM $5::int THEN is_low ELSE coalesce(stock - reserved <= $5::int, false) END
  WHERE id = $1`;

const INSERT_CHANGE = `
  INSERT INTO product_changes (product_id, catalog_version, changed_by, before, after) VALUES ($1, $2, $3, $4, $5)`;

/** Products without their stock, and the history of what was changed. */
@Injectable()
export class CatalogRepository {
  private readonly pool: Pool;

  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  async product(id: number): Promise<CatalogRow | undefined> {
    const { rows } = await this.pool.query<CatalogRow>({
      name: 'catalog-product',
      text: `SELECT ${COLUMNS} FROM products WHERE id = $1`,
      values: [id],
    });
    return rows[0];
  }

  /** @returns the product, or undefined when the id exists */
  async create({ id, created_by, ...fields }: CreateProductRequest): Promise<Product | undefined> {
    const { name, price_cents, currency, stock, low_stock_threshold = null } = fields;
    return await inTransaction(this.pool, async (client) => {
      await client.query(LOCK_PRODUCT_IDS);
      const values = [id ?? null, name, price_cents, currency, stock, low_stock_threshold];
      const { rows } = await client.query<CatalogRow & Product>(INSERT_PRODUCT, values);
      if (id !== undefined) await client.query(MOVE_SEQUENCE, [id]);
      const [created] = rows;
      if (created && created_by !== undefined) await record(client, created, created_by, undefined, fieldsOf(created));
      return created;
    });
  }

  /** Decides under the lock of the product's row, and writes the change with its history. */
  async change(change: ProductChange, changedBy: string): Promise<ChangeDecision> {
    return await inTransaction(this.pool, async (client) => {
      const text = `SELECT ${COLUMNS} FROM products WHERE id = $1 FOR UPDATE`;
      const { rows } = await client.query<CatalogRow>(text, [change.product_id]);
      const decision = decideChange(change, rows[0]);
      if (decision.ok && decision.changed) {
        const { id, name, price_cents, archived, low_stock_threshold, catalog_version } = decision.product;
        const values = [id, name, price_cents, archived, low_stock_threshold, catalog_version];
        await client.query(UPDATE_PRODUCT, values);
        await record(client, decision.product, changedBy, decision.changed.before, decision.changed.after);
      }
      return decision;
    });
  }
}

async function record(
  client: PoolClient,
  { id, catalog_version }: CatalogRow,
  changedBy: string,
  before: ProductFields | undefined,
  after: ProductFields,
): Promise<void> {
  await client.query(INSERT_CHANGE, [id, catalog_version, changedBy, before ?? null, after]);
}
