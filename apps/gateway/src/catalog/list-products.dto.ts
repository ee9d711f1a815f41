import { FIELDS } from '@app/contracts';
import { RequestField } from '../http/validation/field.decorators.js';

/** Which products, in which order, and how many at once. */
export class ListProductsQuery {
  @RequestField(FIELDS.cursor, { optional: true })
  cursor?: string;

  @RequestField(FIELDS.limit, { optional: true, default: 100 })
  limit?: number;

  @RequestField(FIELDS.product_sort, { optional: true, default: 'id' })
  sort?: string;

  @RequestField(FIELDS.product_search, { optional: true })
  q?: string;

  @RequestField(FIELDS.price_cents, {
    optional: true,
    description: 'The lowest price, whatever the currency.',
    example: 0,
  })
  min_price_cents?: number;

  @RequestField(FIELDS.price_cents, { optional: true, description: 'The highest price, whatever the currency.' })
  max_price_cents?: number;

  @RequestField(FIELDS.in_stock, { optional: true })
  in_stock?: boolean;
}
