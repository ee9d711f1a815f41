import { EMAIL_PATTERN, KEY_PATTERN, LIMITS } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { KEY_RULE } from '../http/validation/sentences.js';

/** What a shopper sends to buy. */
export class DecreaseStockDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: 1, description: 'Which product.' })
  @IsInt()
  @Min(1)
  @Max(LIMITS.int32)
  product_id: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: 2, description: 'How many units.' })
  @IsInt()
  @Min(1)
  @Max(LIMITS.int32)
  quantity: number;

  @ApiProperty({
    pattern: KEY_PATTERN.source,
    minLength: 1,
    maxLength: LIMITS.orderIdLength,
    example: 'ORD-2024-001',
    description: 'Your own id of this order. Sold once, for ever: repeating it gives the same answer again.',
  })
  @IsString()
  @Matches(KEY_PATTERN, { message: KEY_RULE })
  order_id: string;

  @ApiProperty({
    required: false,
    format: 'idn-email',
    maxLength: LIMITS.emailLength,
    pattern: EMAIL_PATTERN.source,
    example: 'ada@example.com',
    description: 'Where the mail of this sale goes.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @MaxLength(LIMITS.emailLength)
  @Matches(EMAIL_PATTERN, { message: 'must be an e-mail address' })
  customer_email?: string;
}
