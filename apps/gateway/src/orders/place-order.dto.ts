import { FIELDS, LIMITS } from '@app/contracts';
import { RequestField, RequestList } from '../http/validation/field.decorators.js';

/** One product of a basket. */
export class BasketLineDto {
  @RequestField(FIELDS.product_id)
  product_id: number;

  @RequestField(FIELDS.quantity)
  quantity: number;
}

/** What a shopper sends to buy a basket. */
export class PlaceOrderDto {
  @RequestField(FIELDS.order_id)
  order_id: string;

  @RequestList(() => BasketLineDto, {
    minItems: 1,
    maxItems: LIMITS.lines,
    once: 'product_id',
    description: 'The basket: each product once.',
    example: [
      { product_id: 1, quantity: 1 },
      { product_id: 2, quantity: 2 },
    ],
  })
  lines: BasketLineDto[];

  @RequestField(FIELDS.payment_token)
  payment_token: string;

  @RequestField(FIELDS.customer_email, { optional: true, description: 'Where the mail of this order goes.' })
  customer_email?: string;

  @RequestField(FIELDS.expected_total_cents, { optional: true })
  expected_total_cents?: number;
}
