import { FIELDS } from '@app/contracts';
import { RequestField } from '../http/validation/field.decorators.js';

export class OrderIdParams {
  @RequestField(FIELDS.order_id, { description: 'The order_id that was sold.' })
  order_id: string;
}
