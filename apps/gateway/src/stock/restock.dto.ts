import { FIELDS, type RestockResponse } from '@app/contracts';
import { AnswerField, RequestField } from '../http/validation/field.decorators.js';

/** What an admin sends to add stock. */
export class RestockDto {
  @RequestField(FIELDS.product_id)
  product_id: number;

  @RequestField(FIELDS.quantity, { description: 'Units that came in.', example: 50 })
  quantity: number;

  @RequestField(FIELDS.restock_id)
  restock_id: string;
}

/** A recorded delivery. */
export class RestockedDto {
  @AnswerField(FIELDS.restock_id)
  restock_id: string;

  @AnswerField(FIELDS.product_id)
  product_id: number;

  @AnswerField(FIELDS.quantity, { description: 'Units that came in.', example: 50 })
  quantity: number;

  @AnswerField(FIELDS.stock, {
    description: 'Units right after this delivery, also when it is asked for again later.',
    example: 148,
  })
  current_stock: number;
}

export const restockedBody = ({ restock_id, product_id, quantity, current_stock }: RestockResponse): RestockedDto => ({
  restock_id,
  product_id,
  quantity,
  current_stock,
});
