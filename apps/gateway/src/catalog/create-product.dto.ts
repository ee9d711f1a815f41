import { CURRENCY_PATTERN, LIMITS } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, MaxLength, Min, MinLength, ValidateIf } from 'class-validator';

/** Not blank, no control characters and no lone surrogates: PostgreSQL and mail headers take neither. */
const NAME_PATTERN = /^[^\p{Cc}\p{Cs}]*[^\p{Cc}\p{Cs}\s][^\p{Cc}\p{Cs}]*$/u;

/** What the owner sends to put a product on sale. */
export class CreateProductDto {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: LIMITS.int32,
    example: 4711,
    description: 'Your own id. Without it the next free one is taken.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsInt()
  @Min(1)
  @Max(LIMITS.int32)
  id?: number;

  @ApiProperty({
    minLength: 1,
    maxLength: LIMITS.productNameLength,
    pattern: NAME_PATTERN.source,
    example: 'Keyboard Mechanical',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(LIMITS.productNameLength)
  @Matches(NAME_PATTERN, { message: 'must not be blank or hold control characters' })
  name: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: LIMITS.cents,
    example: 8_900,
    description: 'Price of one unit in minor units.',
  })
  @IsInt()
  @Min(0)
  @Max(LIMITS.cents)
  price_cents: number;

  @ApiProperty({ pattern: CURRENCY_PATTERN.source, example: 'USD', description: 'ISO 4217.' })
  @IsString()
  @Matches(CURRENCY_PATTERN, { message: 'must be an ISO 4217 code of three capital letters' })
  currency: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: LIMITS.int32, example: 25, description: 'Units to start with.' })
  @IsInt()
  @Min(0)
  @Max(LIMITS.int32)
  stock: number;
}
