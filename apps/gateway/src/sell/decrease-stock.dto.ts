import { FIELDS } from '@app/contracts';
import { RequestField } from '../http/validation/field.decorators.js';

/** What a shopper sends to buy. */
export class DecreaseStockDto {
  @RequestField(FIELDS.product_id)
  product_id: number;

  @RequestField(FIELDS.quantity)
  quantity: number;

  @RequestField(FIELDS.order_id)
  order_id: string;

  @RequestField(FIELDS.customer_email, { optional: true })
  customer_email?: string;
}
