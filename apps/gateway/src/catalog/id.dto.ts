import { FIELDS } from '@app/contracts';
import { RequestField } from '../http/validation/field.decorators.js';

export class IdParams {
  @RequestField(FIELDS.product_id)
  id: number;
}
