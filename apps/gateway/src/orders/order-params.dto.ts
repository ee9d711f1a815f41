import { FIELDS } from '@app/contracts';
import { RequestField } from '../http/validation/field.decorators.js';

export class OrderParams {
  @RequestField(FIELDS.order_id, { description: 'The order_id that it was placed under.' })
  order_id: string;
}

export class OrderAtQuery {
  @RequestField(
    { type: 'time', description: 'The order as it was at this moment.', example: '2026-01-31T09:30:00Z' },
    { optional: true },
  )
  at?: string;
}

export class ListOrdersQuery {
  @RequestField(FIELDS.order_state, { optional: true, description: 'Only orders in this state.' })
  state?: string;

  @RequestField(FIELDS.cursor, { optional: true })
  cursor?: string;

  @RequestField(FIELDS.limit, { optional: true, default: 50 })
  limit?: number;
}
