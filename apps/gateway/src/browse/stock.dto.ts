import { FIELDS, type GetStockResponse } from '@app/contracts';
import { AnswerField } from '../http/validation/field.decorators.js';

/** A product with its stock as it is now. */
export class StockDto {
  @AnswerField(FIELDS.product_id)
  product_id: number;

  @AnswerField(FIELDS.product_name)
  name: string;

  @AnswerField(FIELDS.stock, { example: 98 })
  current_stock: number;

  @AnswerField(FIELDS.reserved)
  reserved: number;

  @AnswerField(FIELDS.price_cents)
  price_cents: number;

  @AnswerField(FIELDS.currency)
  currency: string;

  @AnswerField(FIELDS.version, { example: 2 })
  version: number;
}

export const stockBody = (stock: GetStockResponse): StockDto => ({
  product_id: stock.product_id,
  name: stock.name,
  current_stock: stock.current_stock,
  reserved: stock.reserved,
  price_cents: stock.price_cents,
  currency: stock.currency,
  version: stock.version,
});
