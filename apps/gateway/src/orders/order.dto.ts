import { FIELDS, type Field, type HistoryEntry, type Order, type OrderLine } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { AnswerField } from '../http/validation/field.decorators.js';

const AT: Field = { type: 'time', description: 'UTC.', example: '2026-01-31T09:30:00.120Z' };

export class OrderLineDto {
  @AnswerField(FIELDS.line)
  line: number;

  @AnswerField(FIELDS.product_id)
  product_id: number;

  @AnswerField(FIELDS.product_name)
  product_name: string;

  @AnswerField(FIELDS.quantity, { example: 1 })
  quantity: number;

  @AnswerField(FIELDS.unit_price_cents)
  unit_price_cents: number;

  @AnswerField(FIELDS.total_cents, { example: 149_900 })
  total_cents: number;

  @AnswerField(FIELDS.stock, { description: 'Units that were paid back, or are being paid back.', example: 0 })
  refunded_quantity: number;
}

export class OrderEventDto {
  @ApiProperty({ type: 'integer', minimum: 1, example: 1, description: 'From 1, without gaps.' })
  seq: number;

  @ApiProperty({ example: 'placed', description: 'What happened; docs/orders.md lists everything that can.' })
  type: string;

  @AnswerField(AT)
  at: string;
}

/** An order as it stands, or as it stood at some moment. */
export class OrderDto {
  @AnswerField(FIELDS.order_id)
  order_id: string;

  @AnswerField(FIELDS.order_state)
  state: string;

  @ApiProperty({
    required: false,
    enum: ['declined', 'expired', 'cancelled', 'capture-refused'],
    description: 'Why it was rejected or cancelled.',
    example: 'declined',
  })
  reason?: string;

  @AnswerField(FIELDS.currency)
  currency: string;

  @AnswerField(FIELDS.total_cents, { example: 155_898 })
  total_cents: number;

  @AnswerField(FIELDS.refunded_cents)
  refunded_cents: number;

  @ApiProperty({ type: [OrderLineDto] })
  lines: OrderLineDto[];

  @AnswerField(AT)
  placed_at: string;

  @AnswerField(AT, { optional: true })
  completed_at?: string;

  @ApiProperty({ type: [OrderEventDto], description: 'Everything that has happened to it. Empty in lists.' })
  history: OrderEventDto[];
}

export const orderBody = (order: Order): OrderDto => ({
  order_id: order.order_id,
  state: order.state,
  ...(order.reason !== '' && { reason: order.reason }),
  currency: order.currency,
  total_cents: order.total_cents,
  refunded_cents: order.refunded_cents,
  lines: order.lines.map(lineBody),
  placed_at: order.placed_at,
  ...(order.completed_at !== '' && { completed_at: order.completed_at }),
  history: order.history.map(eventBody),
});

const lineBody = (line: OrderLine): OrderLineDto => ({
  line: line.line,
  product_id: line.product_id,
  product_name: line.product_name,
  quantity: line.quantity,
  unit_price_cents: line.unit_price_cents,
  total_cents: line.total_cents,
  refunded_quantity: line.refunded_quantity,
});

const eventBody = ({ seq, type, at }: HistoryEntry): OrderEventDto => ({ seq, type, at });

/** Where an order can be read. */
export const orderLocation = (order_id: string) => `/orders/${encodeURIComponent(order_id)}`;
