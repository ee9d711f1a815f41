import { FIELDS } from '@app/contracts';
import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Roles } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { Problems } from '../http/openapi/problems.decorator.js';
import { RequestField } from '../http/validation/field.decorators.js';
import { GatherTrace } from './gather-trace.js';
import { TraceDto } from './trace.dto.js';

export class TraceParams {
  @RequestField(FIELDS.trace_id, { description: 'As it is in `traceparent`, in problems and in log lines.' })
  trace_id: string;
}

@ApiTags('operations')
@Roles('admin')
@Controller('traces')
export class GetTraceController {
  private readonly gathering: GatherTrace;

  constructor(gathering: GatherTrace) {
    this.gathering = gathering;
  }

  @Get(':trace_id')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'getTrace',
    summary: 'The steps of one trace',
    description:
      'Gathered from the memory of every service: the last traces, longer those that failed or were slow. A trace that no service remembers has no steps.',
  })
  @ApiOkResponse({ description: 'What is known of it.', type: TraceDto, headers: headerRefs('traceparent') })
  @Problems()
  async trace(@Param() { trace_id }: TraceParams, @Req() { span }: FastifyRequest): Promise<TraceDto> {
    return this.gathering.of(trace_id, span.traceparent);
  }
}
