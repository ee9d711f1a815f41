import { createHash } from 'node:crypto';
import type { CatalogProduct } from '@app/contracts';

/** What an admin may change of a product. */
export interface ProductFields {
  name: string;
  price_cents: number;
  archived: boolean;
  /** Without it a low stock is not announced. */
  low_stock_threshold: number | null;
}

/** A product as the catalog knows it: without its stock, so a sale changes nothing here. */
export interface CatalogRow extends ProductFields {
  id: number;
  currency: string;
  catalog_version: number;
}

/** What of a product can be changed, and nothing else. */
export const fieldsOf = ({ name, price_cents, archived, low_stock_threshold }: ProductFields): ProductFields => ({
  name,
  price_cents,
  archived,
  low_stock_threshold,
});

/**
 * Entity tag without quotes. The fields are in it for databases that were made anew and count versions from 1 again.
 */
export function tagOf(product: CatalogRow): string {
  const fields = createHash('sha256').update(JSON.stringify([fieldsOf(product), product.currency]));
  return `${product.id}-${product.catalog_version}-${fields.digest('base64url').slice(0, 8)}`;
}

export const toCatalogMessage = (row: CatalogRow): CatalogProduct => ({
  ...row,
  low_stock_threshold: row.low_stock_threshold ?? undefined,
  etag: tagOf(row),
});
