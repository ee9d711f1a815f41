import { type Failure, unwrap } from '@app/contracts';
import { type DeadLetterFailure, DeadLetters } from '@app/messaging';
import { Body, Controller, Get, Header, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { Problems } from '../http/openapi/problems.decorator.js';
import { DeadLetterFilterDto, DeadLetterListDto, QueueParams, ReplayDto, ReplayedDto } from './dead-letters.dto.js';

@ApiTags('dead letters')
@Roles('admin')
@Controller('dead-letters')
export class DeadLettersController {
  private readonly deadLetters: DeadLetters;

  constructor(deadLetters: DeadLetters) {
    this.deadLetters = deadLetters;
  }

  @Get(':queue')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'listDeadLetters',
    summary: 'Messages of a work queue that could not be handled',
    description: 'With the reason of each. Reading changes nothing.',
  })
  @ApiOkResponse({ description: 'What lies there.', type: DeadLetterListDto, headers: headerRefs('traceparent') })
  @Problems('queue-not-found', 'broker-unavailable')
  async list(@Param() { queue }: QueueParams, @Query() filter: DeadLetterFilterDto): Promise<DeadLetterListDto> {
    const { total, items } = unwrap(known(await this.deadLetters.list(queue, filter)));
    return { queue, total, items };
  }

  @Post(':queue/replay')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    operationId: 'replayDeadLetters',
    summary: 'Give dead letters back to their work queue',
    description:
      'The filter may stand in the query or in the body. Consumers are idempotent: a replay does nothing twice.',
  })
  @ApiBody({ type: ReplayDto, required: false })
  @ApiOkResponse({ description: 'What was given back.', type: ReplayedDto, headers: headerRefs('traceparent') })
  @Problems('queue-not-found', 'broker-unavailable')
  async replay(
    @Param() { queue }: QueueParams,
    @Query() query: ReplayDto,
    @Body() body: ReplayDto,
  ): Promise<ReplayedDto> {
    const filter = { ...query, ...body };
    const { dry_run, done, failed, items } = unwrap(known(await this.deadLetters.replay(queue, filter)));
    return { queue, dry_run, replayed: done, failed, items };
  }
}

/** The reason of an outage stays inside; which queues there are may be said. */
function known<T extends { ok: true }>(result: T | DeadLetterFailure): T | Failure {
  if (result.ok || result.failure === 'queue-not-found') return result;
  return { ...result, message: 'The broker is not available right now. Try again.' };
}
