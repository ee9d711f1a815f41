import { KEY_PATTERN, LIMITS, productSoldExample, type Sale } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';

const example = productSoldExample;

/** A recorded sale: the same bytes each time it is asked for. */
export class SaleDto {
  @ApiProperty({ example: true, enum: [true], description: 'Always true: refusals are problem details.' })
  success: boolean;

  @ApiProperty({ format: 'uuid', example: example.event_id, description: 'Also the event_id of product_sold.' })
  sale_id: string;

  @ApiProperty({ pattern: KEY_PATTERN.source, example: example.order_id })
  order_id: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: example.product_id })
  product_id: number;

  @ApiProperty({ example: example.product_name })
  product_name: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: example.quantity })
  quantity: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: example.unit_price_cents, description: 'Minor units.' })
  unit_price_cents: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: example.total_cents, description: 'Minor units.' })
  total_cents: number;

  @ApiProperty({ pattern: '^[A-Z]{3}$', example: example.currency, description: 'ISO 4217.' })
  currency: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: LIMITS.int32,
    example: example.stock_after,
    description: 'Units left right after this sale, also when it is asked for again later.',
  })
  current_stock: number;

  @ApiProperty({ format: 'date-time', example: example.occurred_at, description: 'When it was recorded, UTC.' })
  occurred_at: string;

  @ApiProperty({ example: 'Sale recorded' })
  message: string;
}

/** The body of a sale. It depends on nothing but the sale, so a replay is identical byte for byte. */
export const saleBody = (sale: Sale): SaleDto => ({
  success: true,
  sale_id: sale.sale_id,
  order_id: sale.order_id,
  product_id: sale.product_id,
  product_name: sale.product_name,
  quantity: sale.quantity,
  unit_price_cents: sale.unit_price_cents,
  total_cents: sale.total_cents,
  currency: sale.currency,
  current_stock: sale.stock_after,
  occurred_at: sale.occurred_at,
  message: 'Sale recorded',
});

/** Where a sale can be read again. */
export const saleLocation = (order_id: string) => `/sales/${encodeURIComponent(order_id)}`;
