import { unwrap } from '@app/contracts';
import { Controller, HttpCode, HttpStatus, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RefusalException } from '../http/errors/refusal.exception.js';
import { FlowActions, isFlowAction } from './flow-actions.js';

const FROM_ELSEWHERE = 'The demonstrations can be started from the live page of this gateway only.';

/** What the buttons of the live page do beyond selling. Exists in development only, and only for the page itself. */
@ApiExcludeController()
@Controller('flow/actions')
export class FlowActionsController {
  private readonly actions: FlowActions;

  constructor(actions: FlowActions) {
    this.actions = actions;
  }

  @Post(':action')
  @HttpCode(HttpStatus.OK)
  async run(@Param('action') action: string, @Req() { headers, span }: FastifyRequest): Promise<object> {
    if (!isFlowAction(action) || !this.actions.available.includes(action))
      throw new RefusalException({ code: 'not-found', detail: 'There is nothing at this path.' });
    // Another site that a developer has open must not stop the broker.
    if (headers['sec-fetch-site'] !== 'same-origin')
      throw new RefusalException({ code: 'forbidden', detail: FROM_ELSEWHERE });
    return unwrap(await this.actions.run(action, span.traceparent)).value;
  }
}
