import { FIELDS } from '@app/contracts';
import { RequestField } from '../http/validation/field.decorators.js';

/** What an admin sends to put a product on sale. */
export class CreateProductDto {
  @RequestField(FIELDS.product_id, {
    optional: true,
    example: 4711,
    description: 'Your own id. Without it the next free one is taken.',
  })
  id?: number;

  @RequestField(FIELDS.product_name, { example: 'Keyboard Mechanical' })
  name: string;

  @RequestField(FIELDS.price_cents, { example: 8_900 })
  price_cents: number;

  @RequestField(FIELDS.currency)
  currency: string;

  @RequestField(FIELDS.stock, { example: 25, description: 'Units to start with.' })
  stock: number;

  @RequestField(FIELDS.low_stock_threshold, { optional: true })
  low_stock_threshold?: number;
}
