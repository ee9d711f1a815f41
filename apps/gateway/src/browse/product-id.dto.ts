import { FIELDS } from '@app/contracts';
import { RequestField } from '../http/validation/field.decorators.js';

export class ProductIdParams {
  @RequestField(FIELDS.product_id)
  product_id: number;
}
