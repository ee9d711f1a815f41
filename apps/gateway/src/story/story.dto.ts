import { ApiProperty } from '@nestjs/swagger';

class StoryStepDto {
  @ApiProperty({
    description: 'What happened.',
    enum: [
      'request',
      'decided',
      'committed',
      'published',
      'confirmed',
      'acknowledged',
      'stored',
      'mailed',
      'placed',
      'reserved',
      'authorised',
      'captured',
      'completed',
      'rejected',
      'cancelled',
      'refunded',
    ],
    example: 'committed',
  })
  step: string;

  @ApiProperty({ description: 'Who did it.', example: 'inventory' })
  service: string;

  @ApiProperty({ description: 'When, UTC.', format: 'date-time', example: '2026-01-02T03:04:05.678Z' })
  at: string;

  @ApiProperty({
    description: 'How long it took, where that is known.',
    required: false,
    type: Number,
    minimum: 0,
    example: 12,
  })
  duration_ms?: number;

  @ApiProperty({
    description: 'How often it was tried, where that is known.',
    required: false,
    type: 'integer',
    minimum: 0,
    example: 1,
  })
  attempts?: number;
}

class MissingStepDto {
  @ApiProperty({ description: 'What has not happened, or of which nothing is known.', example: 'mailed' })
  step: string;

  @ApiProperty({ description: 'Why.', example: 'in the queue of notifications, about 3 ahead of it' })
  why: string;
}

/** The way of one order through the shop. */
export class StoryDto {
  @ApiProperty({ description: 'The order.', example: 'ORD-2024-001' })
  order_id: string;

  @ApiProperty({
    description: 'Trace of the request that made it; empty when it is unknown.',
    example: '4bf92f3577b34da6a3ce929d0e0e4736',
  })
  trace_id: string;

  @ApiProperty({ description: 'What happened, in the order of time.', type: [StoryStepDto] })
  steps: StoryStepDto[];

  @ApiProperty({ description: 'What is missing, with the reason.', type: [MissingStepDto] })
  missing: MissingStepDto[];
}
