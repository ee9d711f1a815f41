import { encodeCursor, type ProductChange, type ProductFields } from '@app/contracts';
import type { Pool } from '@app/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { POOL } from '../database/pools.js';
import type { ProductFields as StoredFields } from './product.js';

interface ChangeRow {
  catalog_version: number;
  changed_at: Date;
  changed_by: string;
  before: StoredFields | null;
  after: StoredFields;
}

const CHANGES = `
  SELECT catalog_version, changed_at, changed_by, before, after FROM product_changes
  WHERE product_id = $1 AND catalog_version < coalesce($2::bigint, ${Number.MAX_SAFE_INTEGER})
  ORDER BY catalog_version DESC LIMIT $3`;

/** The history of a product, newest first. */
@Injectable()
export class ProductChanges {
  private readonly pool: Pool;

  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  /** @param before the version that the page before ended with */
  async page(
    productId: number,
    before: number | undefined,
    limit: number,
  ): Promise<{ items: ProductChange[]; next_cursor?: string }> {
    const { rows } = await this.pool.query<ChangeRow>(CHANGES, [productId, before ?? null, limit + 1]);
    const items = rows.slice(0, limit).map(toMessage);
    const last = items.at(-1);
    if (rows.length <= limit || !last) return { items };
    return { items, next_cursor: encodeCursor(changesQuestion(productId), [last.catalog_version]) };
  }
}

/** What a cursor of this list is bound to. */
export const changesQuestion = (productId: number) => ({ changes_of: productId });

const toMessage = ({ changed_at, before, after, ...row }: ChangeRow): ProductChange => ({
  ...row,
  changed_at: changed_at.toISOString(),
  before: before ? withoutNull(before) : undefined,
  after: withoutNull(after),
});

const withoutNull = ({ low_stock_threshold, ...fields }: StoredFields): ProductFields => ({
  ...fields,
  low_stock_threshold: low_stock_threshold ?? undefined,
});
