import {
  type GetStoryRequest,
  type GetStoryResponse,
  STORY_SERVICE_NAME,
  type StoryController as StoryService,
} from '@app/contracts';
import { traceIdOf } from '@app/observability';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { InventoryFailureFilter } from '../grpc/inventory-failure.filter.js';
import { type RecordedLine, StoryQuery } from './story.pg.query.js';

/** Decision and commit of an order, and which of its events still wait in the outbox. */
@Controller()
@UseFilters(InventoryFailureFilter)
export class StoryController implements StoryService {
  private readonly query: StoryQuery;

  constructor(query: StoryQuery) {
    this.query = query;
  }

  @GrpcMethod(STORY_SERVICE_NAME, 'GetStory')
  async getStory({ order_id }: GetStoryRequest): Promise<GetStoryResponse> {
    const lines = await this.query.lines(order_id);
    return {
      trace_id: traceIdOf(lines[0]?.traceparent ?? undefined) ?? '',
      // One transaction decides and commits; its clock is read once.
      steps: ['decided', 'committed'].flatMap((step) => lines.slice(0, 1).map((line) => stepOf(step, line))),
      events: lines.map(eventOf),
    };
  }
}

const stepOf = (step: string, { occurred_at, event_id }: RecordedLine) => ({
  step,
  at: occurred_at.toISOString(),
  event_id,
  pending: '',
});

const eventOf = ({ event_id, recorded_at, attempts, last_error }: RecordedLine) => ({
  event_id,
  type: 'product_sold',
  waiting: recorded_at !== null,
  last_error: last_error ?? '',
  attempts: attempts ?? 0,
});
