import { FIELDS, type ListProductsResponse, type Product } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { AnswerField } from '../http/validation/field.decorators.js';

/** A product with what can be sold of it. */
export class ProductDto {
  @AnswerField(FIELDS.product_id)
  id: number;

  @AnswerField(FIELDS.product_name)
  name: string;

  @AnswerField(FIELDS.price_cents)
  price_cents: number;

  @AnswerField(FIELDS.currency)
  currency: string;

  @AnswerField(FIELDS.stock)
  stock: number;

  @AnswerField(FIELDS.version)
  version: number;
}

/** One page of products. */
export class ProductListDto {
  @ApiProperty({ type: [ProductDto] })
  items: ProductDto[];

  @AnswerField(FIELDS.cursor, { optional: true, description: 'Of the next page. Without it this is the last.' })
  next_cursor?: string;
}

export const productListBody = ({ items, next_cursor }: ListProductsResponse): ProductListDto => ({
  items: items.map(productBody),
  ...(next_cursor === undefined ? {} : { next_cursor }),
});

export const productBody = ({ id, name, price_cents, currency, stock, version }: Product): ProductDto => ({
  id,
  name,
  price_cents,
  currency,
  stock,
  version,
});
