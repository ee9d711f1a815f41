import { FIELDS, LIMITS, type RefundOrderResponse } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { AnswerField, RequestField, RequestList } from '../http/validation/field.decorators.js';

export class RefundLineDto {
  @RequestField(FIELDS.line)
  line: number;

  @RequestField(FIELDS.quantity, { example: 1 })
  quantity: number;
}

/** What an owner sends to pay back. */
export class RefundOrderDto {
  @RequestField(FIELDS.refund_id)
  refund_id: string;

  @RequestList(() => RefundLineDto, {
    optional: true,
    minItems: 1,
    maxItems: LIMITS.lines,
    once: 'line',
    description: 'What is paid back; everything that is left when this is left out.',
    example: [{ line: 1, quantity: 1 }],
  })
  lines?: RefundLineDto[];

  @RequestField(FIELDS.restock)
  restock: boolean;
}

export class RefundedLineDto {
  @AnswerField(FIELDS.line)
  line: number;

  @AnswerField(FIELDS.quantity, { example: 1 })
  quantity: number;
}

export class RefundedDto {
  @AnswerField(FIELDS.refund_id)
  refund_id: string;

  @AnswerField(FIELDS.order_id)
  order_id: string;

  @AnswerField(FIELDS.refunded_cents, { description: 'What this refund pays back, in minor units.', example: 149_900 })
  refunded_cents: number;

  @ApiProperty({ type: [RefundedLineDto] })
  lines: RefundedLineDto[];
}

export const refundedBody = ({ refund_id, order_id, refunded_cents, lines }: RefundOrderResponse): RefundedDto => ({
  refund_id,
  order_id,
  refunded_cents,
  lines: lines.map(({ line, quantity }) => ({ line, quantity })),
});
