import { FIELDS, type UpdateProductRequest } from '@app/contracts';
import { RequestField } from '../http/validation/field.decorators.js';

/** What an admin changes; fields that are not given stay as they are. */
export class UpdateProductDto {
  @RequestField(FIELDS.product_name, { optional: true, example: 'Laptop Gamer 16' })
  name?: string;

  @RequestField(FIELDS.price_cents, { optional: true, example: 139_900 })
  price_cents?: number;

  @RequestField(FIELDS.archived, { optional: true })
  archived?: boolean;

  @RequestField(FIELDS.low_stock_threshold, { optional: true, nullable: true })
  low_stock_threshold?: number | null;
}

type Fields = Omit<UpdateProductRequest, 'product_id' | 'if_match' | 'changed_by'>;

/** null removes the threshold. */
export const changeOf = ({ low_stock_threshold, ...fields }: UpdateProductDto): Fields => ({
  ...fields,
  low_stock_threshold: low_stock_threshold ?? undefined,
  remove_low_stock_threshold: low_stock_threshold === null,
});
