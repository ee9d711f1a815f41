import { FIELDS } from '@app/contracts';
import { RequestField } from '../http/validation/field.decorators.js';

/** Which sales, in which buckets. */
export class SalesFiguresQuery {
  @RequestField(FIELDS.figures_from)
  from: string;

  @RequestField(FIELDS.figures_to)
  to: string;

  @RequestField(FIELDS.figures_by)
  by: string;

  @RequestField(FIELDS.time_zone, { optional: true, default: 'UTC' })
  time_zone?: string;

  @RequestField(FIELDS.product_id, { optional: true, description: 'Only this product.' })
  product_id?: number;

  @RequestField(FIELDS.figures_compare, { optional: true })
  compare?: string;

  @RequestField(FIELDS.cursor, { optional: true })
  cursor?: string;

  @RequestField(FIELDS.figures_limit, { optional: true, default: 100 })
  limit?: number;
}

/** Which products. */
export class ProductFiguresQuery {
  @RequestField(FIELDS.figures_from, { description: 'The first moment; the quarter of an hour around it counts.' })
  from: string;

  @RequestField(FIELDS.figures_to, { description: 'The moment after the last one.' })
  to: string;

  @RequestField(FIELDS.figures_sort)
  sort: string;

  @RequestField(FIELDS.figures_limit, { optional: true, default: 10, example: 10 })
  limit?: number;
}
