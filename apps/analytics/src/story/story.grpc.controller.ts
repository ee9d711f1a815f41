import {
  type GetStoryRequest,
  type GetStoryResponse,
  STORY_SERVICE_NAME,
  type StoryController as StoryService,
} from '@app/contracts';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { SalesEventsRepository, type StoredSale } from '../sales/sales-events.mongo.repository.js';
import { segmentsOf } from './segments-of.js';

/** Which sales of an order are documents already. */
@Controller()
export class StoryController implements StoryService {
  private readonly sales: SalesEventsRepository;

  constructor(sales: SalesEventsRepository) {
    this.sales = sales;
  }

  @GrpcMethod(STORY_SERVICE_NAME, 'GetStory')
  async getStory({ event_ids }: GetStoryRequest): Promise<GetStoryResponse> {
    const found = await Promise.all(segmentsOf(event_ids).map((segment) => this.sales.stored(segment, event_ids)));
    const sales = found.flat();
    return { trace_id: sales[0]?.trace_id ?? '', steps: sales.map(stepOf), events: [] };
  }
}

const stepOf = ({ _id, recorded_at }: StoredSale) => ({
  step: 'stored',
  at: recorded_at.toISOString(),
  event_id: _id,
  pending: '',
});
