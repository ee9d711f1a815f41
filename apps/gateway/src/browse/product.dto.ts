import { CURRENCY_PATTERN, LIMITS, type Product } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';

/** A product as the owner sees it. */
export class ProductDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: 1 })
  id: number;

  @ApiProperty({ example: 'Laptop Gamer' })
  name: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: LIMITS.cents, example: 149_900, description: 'Minor units.' })
  price_cents: number;

  @ApiProperty({ pattern: CURRENCY_PATTERN.source, example: 'USD', description: 'ISO 4217.' })
  currency: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: LIMITS.int32, example: 100, description: 'Units left.' })
  stock: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 1, description: 'Grows with each change of the product.' })
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
