import { type AdjustResponse, FIELDS } from '@app/contracts';
import { AnswerField, RequestField } from '../http/validation/field.decorators.js';

/** What an admin sends to correct the stock. */
export class AdjustDto {
  @RequestField(FIELDS.product_id)
  product_id: number;

  @RequestField(FIELDS.adjustment)
  quantity: number;

  @RequestField(FIELDS.reason)
  reason: string;

  @RequestField(FIELDS.adjustment_id)
  adjustment_id: string;
}

/** A recorded correction. */
export class AdjustedDto {
  @AnswerField(FIELDS.adjustment_id)
  adjustment_id: string;

  @AnswerField(FIELDS.product_id)
  product_id: number;

  @AnswerField(FIELDS.adjustment)
  quantity: number;

  @AnswerField(FIELDS.reason)
  reason: string;

  @AnswerField(FIELDS.stock, {
    description: 'Units that could be sold right after this correction, also when it is asked for again later.',
    example: 95,
  })
  current_stock: number;
}

export const adjustedBody = ({ replayed: _, ...adjusted }: AdjustResponse): AdjustedDto => adjusted;
