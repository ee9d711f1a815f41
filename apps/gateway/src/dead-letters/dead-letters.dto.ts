import { productSoldExample } from '@app/contracts';
import { WORK_QUEUES } from '@app/messaging';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, Length, Max, Min, ValidateIf } from 'class-validator';

const MAX_LISTED = 1_000;
const EVENT_ID = productSoldExample.event_id;

export class QueueParams {
  @ApiProperty({ enum: WORK_QUEUES, example: WORK_QUEUES[0], description: 'The work queue, without `.dlq`.' })
  @IsString()
  queue: string;
}

/** Which dead letters. */
export class DeadLetterFilterDto {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: MAX_LISTED,
    default: 100,
    example: 10,
    description: 'At most so many, oldest first.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsInt()
  @Min(1)
  @Max(MAX_LISTED)
  limit?: number;

  @ApiProperty({ required: false, minLength: 1, maxLength: 100, example: EVENT_ID, description: 'Only this event.' })
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @Length(1, 100)
  event_id?: string;
}

/** Which dead letters to give back. */
export class ReplayDto extends DeadLetterFilterDto {
  @ApiProperty({ required: false, default: false, example: true, description: 'Only say what would be done.' })
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  dry_run?: boolean;
}

/** One message that could not be handled. */
export class DeadLetterDto {
  @ApiProperty({ type: 'string', nullable: true, example: EVENT_ID })
  event_id: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'product_sold' })
  type: string | null;

  @ApiProperty({ example: 'schema', description: 'A stable code.' })
  error_kind: string;

  @ApiProperty({ example: 'event/quantity must be >= 1' })
  error_message: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: productSoldExample.occurred_at })
  failed_at: string | null;

  @ApiProperty({ type: 'integer', minimum: 0, example: 0, description: 'Failures before this one.' })
  attempt: number;

  @ApiProperty({ type: 'string', nullable: true, example: 'analytics' })
  consumer: string | null;

  @ApiProperty({ required: false, example: productSoldExample.order_id })
  order_id?: string;

  @ApiProperty({ example: '{"quantity":0}', description: 'The message as it is; `base64:…` when it is not text.' })
  body: string;
}

export class DeadLetterListDto {
  @ApiProperty({ enum: WORK_QUEUES, example: WORK_QUEUES[0] })
  queue: string;

  @ApiProperty({ type: 'integer', minimum: 0, example: 1, description: 'All that lie there.' })
  total: number;

  @ApiProperty({ type: [DeadLetterDto] })
  items: DeadLetterDto[];
}

export class ReplayedItemDto {
  @ApiProperty({ type: 'string', nullable: true, example: EVENT_ID })
  event_id: string | null;

  @ApiProperty({ example: 'replayed' })
  outcome: string;
}

export class ReplayedDto {
  @ApiProperty({ enum: WORK_QUEUES, example: WORK_QUEUES[0] })
  queue: string;

  @ApiProperty({ example: false })
  dry_run: boolean;

  @ApiProperty({ type: 'integer', minimum: 0, example: 1, description: 'Given back; with dry_run: would be.' })
  replayed: number;

  @ApiProperty({ type: 'integer', minimum: 0, example: 0, description: 'Still lie there; `items` says why.' })
  failed: number;

  @ApiProperty({ type: [ReplayedItemDto] })
  items: ReplayedItemDto[];
}
