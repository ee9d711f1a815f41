import { KEY_PATTERN, LIMITS, type RestockResponse } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { KEY_RULE } from '../http/validation/sentences.js';

/** What the owner sends to add stock. */
export class RestockDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: 1, description: 'Which product.' })
  @IsInt()
  @Min(1)
  @Max(LIMITS.int32)
  product_id: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: 50, description: 'Units that came in.' })
  @IsInt()
  @Min(1)
  @Max(LIMITS.int32)
  quantity: number;

  @ApiProperty({
    pattern: KEY_PATTERN.source,
    minLength: 1,
    maxLength: LIMITS.orderIdLength,
    example: 'DELIVERY-2024-07',
    description: 'Your own id of this delivery. Added once: repeating it gives the same answer again.',
  })
  @IsString()
  @Matches(KEY_PATTERN, { message: KEY_RULE })
  restock_id: string;
}

/** A recorded delivery. */
export class RestockedDto {
  @ApiProperty({ pattern: KEY_PATTERN.source, example: 'DELIVERY-2024-07' })
  restock_id: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: 1 })
  product_id: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: 50 })
  quantity: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: LIMITS.int32,
    example: 148,
    description: 'Units right after this delivery, also when it is asked for again later.',
  })
  current_stock: number;
}

export const restockedBody = ({ restock_id, product_id, quantity, current_stock }: RestockResponse): RestockedDto => ({
  restock_id,
  product_id,
  quantity,
  current_stock,
});
