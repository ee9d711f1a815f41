import { type CatalogProduct, FIELDS } from '@app/contracts';
import { AnswerField } from '../http/validation/field.decorators.js';

/** A product without its stock: what only a change of the catalog changes. */
export class CatalogProductDto {
  @AnswerField(FIELDS.product_id)
  id: number;

  @AnswerField(FIELDS.product_name)
  name: string;

  @AnswerField(FIELDS.price_cents)
  price_cents: number;

  @AnswerField(FIELDS.currency)
  currency: string;

  @AnswerField(FIELDS.archived)
  archived: boolean;

  @AnswerField(FIELDS.low_stock_threshold, { optional: true })
  low_stock_threshold?: number;

  @AnswerField(FIELDS.catalog_version)
  catalog_version: number;
}

export const catalogProductBody = (product: CatalogProduct): CatalogProductDto => ({
  id: product.id,
  name: product.name,
  price_cents: product.price_cents,
  currency: product.currency,
  archived: product.archived,
  ...(product.low_stock_threshold === undefined ? {} : { low_stock_threshold: product.low_stock_threshold }),
  catalog_version: product.catalog_version,
});
