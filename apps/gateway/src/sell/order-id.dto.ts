import { KEY_PATTERN, LIMITS } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { KEY_RULE } from '../http/validation/sentences.js';

export class OrderIdParams {
  @ApiProperty({
    pattern: KEY_PATTERN.source,
    minLength: 1,
    maxLength: LIMITS.orderIdLength,
    example: 'ORD-2024-001',
    description: 'The order_id that was sold.',
  })
  @IsString()
  @Matches(KEY_PATTERN, { message: KEY_RULE })
  order_id: string;
}
