import { FIELDS, productSoldExample, type Sale } from '@app/contracts';
import { AnswerField } from '../http/validation/field.decorators.js';

const example = productSoldExample;

/** A recorded sale: the same bytes each time it is asked for. */
export class SaleDto {
  @AnswerField(
    { type: 'boolean', description: 'Always true: refusals are problem details.', example: true },
    { enum: [true] },
  )
  success: boolean;

  @AnswerField(FIELDS.sale_id)
  sale_id: string;

  @AnswerField(FIELDS.order_id)
  order_id: string;

  @AnswerField(FIELDS.product_id)
  product_id: number;

  @AnswerField(FIELDS.product_name)
  product_name: string;

  @AnswerField(FIELDS.quantity, { example: example.quantity })
  quantity: number;

  @AnswerField(FIELDS.unit_price_cents)
  unit_price_cents: number;

  @AnswerField(FIELDS.total_cents)
  total_cents: number;

  @AnswerField(FIELDS.currency)
  currency: string;

  @AnswerField(FIELDS.stock, {
    description: 'Units left right after this sale, also when it is asked for again later.',
    example: example.stock_after,
  })
  current_stock: number;

  @AnswerField(FIELDS.occurred_at)
  occurred_at: string;

  @AnswerField({ type: 'string', example: 'Sale recorded' })
  message: string;
}

/** The body of a sale. It depends on nothing but the sale, so a replay is identical byte for byte. */
export const saleBody = (sale: Sale): SaleDto => ({
  success: true,
  sale_id: sale.sale_id,
  order_id: sale.order_id,
  product_id: sale.product_id,
  product_name: sale.product_name,
  quantity: sale.quantity,
  unit_price_cents: sale.unit_price_cents,
  total_cents: sale.total_cents,
  currency: sale.currency,
  current_stock: sale.stock_after,
  occurred_at: sale.occurred_at,
  message: 'Sale recorded',
});

/** Where a sale can be read again. */
export const saleLocation = (order_id: string) => `/sales/${encodeURIComponent(order_id)}`;
