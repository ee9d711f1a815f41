import { FIELDS, type ListProductChangesResponse, type ProductChange, type ProductFields } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { AnswerField, RequestField } from '../http/validation/field.decorators.js';

export class PageQuery {
  @RequestField(FIELDS.cursor, { optional: true })
  cursor?: string;

  @RequestField(FIELDS.limit, { optional: true, default: 100 })
  limit?: number;
}

/** What can be changed of a product. */
export class ProductFieldsDto {
  @AnswerField(FIELDS.product_name)
  name: string;

  @AnswerField(FIELDS.price_cents)
  price_cents: number;

  @AnswerField(FIELDS.archived)
  archived: boolean;

  @AnswerField(FIELDS.low_stock_threshold, { optional: true })
  low_stock_threshold?: number;
}

export class ProductChangeDto {
  @AnswerField(FIELDS.catalog_version, { description: 'As it was after the change.' })
  catalog_version: number;

  @AnswerField({ type: 'time', description: 'UTC.', example: '2024-07-12T09:26:53.589Z' })
  changed_at: string;

  @AnswerField({ type: 'string', description: 'Subject of the token.', example: 'dev-admin' })
  changed_by: string;

  @ApiProperty({ type: ProductFieldsDto, required: false, description: 'Absent when the product was put on sale.' })
  before?: ProductFieldsDto;

  @ApiProperty({ type: ProductFieldsDto })
  after: ProductFieldsDto;
}

/** One page of a product's history, newest first. */
export class ProductChangeListDto {
  @ApiProperty({ type: [ProductChangeDto] })
  items: ProductChangeDto[];

  @AnswerField(FIELDS.cursor, { optional: true, description: 'Of the next page. Without it this is the last.' })
  next_cursor?: string;
}

export const productChangesBody = ({ items, next_cursor }: ListProductChangesResponse): ProductChangeListDto => ({
  items: items.map(changeBody),
  ...(next_cursor === undefined ? {} : { next_cursor }),
});

const changeBody = ({ catalog_version, changed_at, changed_by, before, after }: ProductChange): ProductChangeDto => ({
  catalog_version,
  changed_at,
  changed_by,
  ...(before ? { before: fieldsBody(before) } : {}),
  after: fieldsBody(after as ProductFields),
});

const fieldsBody = ({ name, price_cents, archived, low_stock_threshold }: ProductFields): ProductFieldsDto => ({
  name,
  price_cents,
  archived,
  ...(low_stock_threshold === undefined ? {} : { low_stock_threshold }),
});
