import type { CreateProductRequest, Product, RestockRequest } from '@app/contracts';
import { inTransaction, type Pool, type PoolClient } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { POOL } from '../database/pools.js';
import { decideRestock, type RecordedRestock, type RestockDecision, type StockRow } from './decide-restock.js';

/** Namespaces of advisory locks beside that of sales. */
const LOCK_RESTOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 11))';
const LOCK_PRODUCT_IDS = `SELECT pg_advisory_xact_lock(hashtextextended('product ids', 12))`;

const INSERT_PRODUCT = `
  INSERT INTO products (id, name, price_cents, currency, stock, initial_stock)
  VALUES (coalesce($1, nextval(pg_get_serial_sequence('products', 'id'))), $2, $3, $4, $5, $5)
  ON CONFLICT (id) DO NOTHING
  RETURNING id, name, price_cents, currency, stock, version`;

/** Ids given by hand move the sequence, unless they are so large that it would soon be used up. */
const LARGEST_ID_TO_CONTINUE_FROM = 2_000_000_000;
const MOVE_SEQUENCE = `
  SELECT setval('products_id_seq', greatest($1::bigint, last_value)) FROM products_id_seq WHERE $1 <= ${LARGEST_ID_TO_CONTINUE_FROM}`;

/** What the owner of the shop changes. */
@Injectable()
export class StockRepository {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** @returns the product, or undefined when the id exists */
  async create({
    id = undefined,
    name,
    price_cents,
    currency,
    stock,
  }: CreateProductRequest): Promise<Product | undefined> {
    return await inTransaction(this.pool, async (client) => {
      await client.query(LOCK_PRODUCT_IDS);
      const { rows } = await client.query<Product>(INSERT_PRODUCT, [id ?? null, name, price_cents, currency, stock]);
      if (id !== undefined) await client.query(MOVE_SEQUENCE, [id]);
      return rows[0];
    });
  }

  async restock(request: RestockRequest): Promise<RestockDecision> {
    return await inTransaction(this.pool, async (client) => {
      await client.query(LOCK_RESTOCK, [request.restock_id]);
      const decision = decideRestock(request, await readRestock(client, request), await lockProduct(client, request));
      if (decision.ok && decision.product) await write(client, decision.restock, decision.product);
      return decision;
    });
  }
}

async function readRestock(client: PoolClient, { restock_id }: RestockRequest): Promise<RecordedRestock | undefined> {
  const columns = 'restock_id, product_id, quantity, stock_after, product_version';
  const { rows } = await client.query(`SELECT ${columns} FROM restocks WHERE restock_id = $1`, [restock_id]);
  return rows[0];
}

async function lockProduct(client: PoolClient, { product_id }: RestockRequest): Promise<StockRow | undefined> {
  const { rows } = await client.query('SELECT id, stock, reserved, version FROM products WHERE id = $1 FOR UPDATE', [
    product_id,
  ]);
  return rows[0];
}

async function write(
  client: PoolClient,
  { restock_id, product_id, quantity, stock_after, product_version }: RecordedRestock,
  { id, stock, version }: StockRow,
): Promise<void> {
  await client.query('UPDATE products SET stock = $2, version = $3 WHERE id = $1', [id, stock, version]);
  await client.query(
    'INSERT INTO restocks (restock_id, product_id, quantity, stock_after, product_version) VALUES ($1, $2, $3, $4, $5)',
    [restock_id, product_id, quantity, stock_after, product_version],
  );
}
