import { FIELDS, type Product } from '@app/contracts';
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

/** The first page of products, by id. */
export class ProductListDto {
  @ApiProperty({ type: [ProductDto] })
  items: ProductDto[];
}

export const productBody = ({ id, name, price_cents, currency, stock, version }: Product): ProductDto => ({
  id,
  name,
  price_cents,
  currency,
  stock,
  version,
});
