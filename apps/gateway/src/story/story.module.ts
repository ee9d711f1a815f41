import { Module } from '@nestjs/common';
import { OrdersClientModule } from '../clients/orders/orders-client.module.js';
import { StoryClients } from '../clients/story/story-clients.js';
import { GatherTrace } from './gather-trace.js';
import { GetStoryController } from './get-story.http.controller.js';
import { GetTraceController } from './get-trace.http.controller.js';
import { JournalModule } from './journal.module.js';
import { TellStory } from './tell-story.js';

/** The story of one order and the steps of one trace, composed from what each service knows. */
@Module({
  imports: [OrdersClientModule, JournalModule],
  controllers: [GetStoryController, GetTraceController],
  providers: [StoryClients, TellStory, GatherTrace],
})
export class StoryModule {}
