import type { Failure } from '@app/contracts';
import { type CatalogRow, fieldsOf, type ProductFields, tagOf } from './product.js';

/** What an admin asks for. */
export interface ProductChange {
  product_id: number;
  /** Entity tags of the states that it may be applied to; `*` is any. */
  if_match: readonly string[];
  fields: Partial<ProductFields>;
}

/** `changed` is what has to be written, absent when the product is as it was asked for already. */
export type ChangeDecision =
  | { ok: true; product: CatalogRow; changed?: { before: ProductFields; after: ProductFields } }
  | Failure;

/** Applies a change to the product as it is under the lock, provided that the caller knows that state. */
export function decideChange(change: ProductChange, product: CatalogRow | undefined): ChangeDecision {
  const { product_id, if_match, fields } = change;
  if (!product) return { ok: false, failure: 'product-not-found', message: `There is no product ${product_id}` };
  if (!if_match.includes('*') && !if_match.includes(tagOf(product))) {
    const message = `Product ${product_id} has changed since; read it again`;
    return { ok: false, failure: 'precondition-failed', message };
  }
  const before = fieldsOf(product);
  const after = { ...before, ...fields };
  if (isSame(before, after)) return { ok: true, product };
  const catalog_version = product.catalog_version + 1;
  return { ok: true, product: { ...product, ...after, catalog_version }, changed: { before, after } };
}

const isSame = (a: ProductFields, b: ProductFields) =>
  (Object.keys(a) as (keyof ProductFields)[]).every((name) => a[name] === b[name]);
