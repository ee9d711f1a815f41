import { LIMITS } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';

export class ProductIdParams {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: LIMITS.int32, example: 1, description: 'Which product.' })
  @IsInt()
  @Min(1)
  @Max(LIMITS.int32)
  product_id: number;
}
