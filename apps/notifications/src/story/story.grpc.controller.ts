import {
  type GetStoryRequest,
  type GetStoryResponse,
  STORY_SERVICE_NAME,
  type StoryController as StoryService,
  type StoryStep,
} from '@app/contracts';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { type LoggedMail, StoryQuery } from './story.pg.query.js';

/** The mails of an order: gone out, or why not. */
@Controller()
export class StoryController implements StoryService {
  private readonly query: StoryQuery;

  constructor(query: StoryQuery) {
    this.query = query;
  }

  @GrpcMethod(STORY_SERVICE_NAME, 'GetStory')
  async getStory({ order_id }: GetStoryRequest): Promise<GetStoryResponse> {
    const mails = await this.query.mails(order_id);
    return { trace_id: mails[0]?.trace_id ?? '', steps: mails.map(stepOf), events: [] };
  }
}

function stepOf({ event_id, state, attempts, last_error, created_at, sent_at }: LoggedMail): StoryStep {
  const step = { step: 'mailed', event_id, attempts };
  if (!sent_at) return { ...step, at: created_at.toISOString(), pending: last_error ?? `the mail is ${state}` };
  const duration_ms = Math.max(0, sent_at.getTime() - created_at.getTime());
  return { ...step, at: sent_at.toISOString(), duration_ms, pending: '' };
}
