import { type GetStockResponse, LIMITS } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';

/** A product with its stock as it is now. */
export class StockDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: 1 })
  product_id: number;

  @ApiProperty({ example: 'Laptop Gamer' })
  name: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: LIMITS.int32, example: 98, description: 'Units left.' })
  current_stock: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 149_900, description: 'Price of one unit in minor units.' })
  price_cents: number;

  @ApiProperty({ pattern: '^[A-Z]{3}$', example: 'USD', description: 'ISO 4217.' })
  currency: string;

  @ApiProperty({ type: 'integer', minimum: 0, example: 2, description: 'Grows with each change of the product.' })
  version: number;
}

export const stockBody = (stock: GetStockResponse): StockDto => ({
  product_id: stock.product_id,
  name: stock.name,
  current_stock: stock.current_stock,
  price_cents: stock.price_cents,
  currency: stock.currency,
  version: stock.version,
});
