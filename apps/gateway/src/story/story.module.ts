import { Module } from '@nestjs/common';
import { OrdersClientModule } from '../clients/orders/orders-client.module.js';
import { GetStoryController } from './get-story.http.controller.js';
import { JournalModule } from './journal.module.js';
import { TellStory } from './tell-story.js';

/** The story of one order, composed from what each service knows. */
@Module({
  imports: [OrdersClientModule, JournalModule],
  controllers: [GetStoryController],
  providers: [TellStory],
})
export class StoryModule {}
