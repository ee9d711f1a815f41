import { ApiProperty } from '@nestjs/swagger';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

class SpanDto {
  @ApiProperty({ description: 'Who did it.', example: 'inventory' })
  service: string;

  @ApiProperty({ description: 'What it did.', example: 'decrease_stock' })
  name: string;

  @ApiProperty({
    description: 'Its part.',
    enum: ['server', 'client', 'producer', 'consumer', 'internal'],
    example: 'server',
  })
  kind: string;

  @ApiProperty({
    description: 'Another trace for a step that worked for several at once: then `links` names its steps of this one.',
    example: TRACE_ID,
  })
  trace_id: string;

  @ApiProperty({ description: '16 hex digits.', example: '00f067aa0ba902b7' })
  span_id: string;

  @ApiProperty({ description: 'The step that caused it; empty when there is none.', example: '00f067aa0ba902b6' })
  parent_span_id: string;

  @ApiProperty({ description: 'Microseconds since 1970.', type: 'integer', example: 1_769_851_800_000_000 })
  start_us: number;

  @ApiProperty({ description: 'Microseconds.', type: 'integer', minimum: 0, example: 1_250 })
  duration_us: number;

  @ApiProperty({ description: 'Why it failed; empty when it did not.', example: '' })
  error: string;

  @ApiProperty({
    description: 'What it was about.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { 'shop.order_id': 'ORD-2024-001' },
  })
  attributes: Record<string, string>;

  @ApiProperty({ description: 'Steps of the asked trace that it worked for.', type: [String], example: [] })
  links: string[];
}

class MissingServiceDto {
  @ApiProperty({ description: 'Who could not be asked.', example: 'analytics' })
  service: string;

  @ApiProperty({ description: 'Why.', example: 'analytics is not reachable' })
  why: string;
}

/** One trace, as far as the services remember it. */
export class TraceDto {
  @ApiProperty({ description: '32 hex digits.', example: TRACE_ID })
  trace_id: string;

  @ApiProperty({ description: 'In the order of time.', type: [SpanDto] })
  spans: SpanDto[];

  @ApiProperty({ description: 'Services whose part is not here.', type: [MissingServiceDto] })
  missing: MissingServiceDto[];
}
