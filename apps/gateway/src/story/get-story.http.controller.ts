import { unwrap } from '@app/contracts';
import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Roles } from '../http/auth/roles.decorator.js';
import { headerRefs } from '../http/openapi/headers.js';
import { InventoryProblems, OrdersProblems } from '../http/openapi/problems.decorator.js';
import { OrderParams } from '../orders/order-params.dto.js';
import { OrderIdParams } from '../sell/order-id.dto.js';
import { StoryDto } from './story.dto.js';
import { TellStory } from './tell-story.js';

const DESCRIPTION =
  'Each hop with its time, and what is missing with the reason. A service that is away is a line, not an error.';

@ApiTags('operations')
@Roles('admin')
@Controller()
export class GetStoryController {
  private readonly story: TellStory;

  constructor(story: TellStory) {
    this.story = story;
  }

  @Get('sales/:order_id/story')
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'getSaleStory', summary: 'The story of one sale', description: DESCRIPTION })
  @ApiOkResponse({ description: 'The story.', type: StoryDto, headers: headerRefs('traceparent') })
  @InventoryProblems('sale-not-found')
  async ofSale(@Param() { order_id }: OrderIdParams, @Req() { span }: FastifyRequest): Promise<StoryDto> {
    return unwrap(await this.story.ofSale(order_id, span.traceparent)).value;
  }

  @Get('orders/:order_id/story')
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'getOrderStory', summary: 'The story of one order', description: DESCRIPTION })
  @ApiOkResponse({ description: 'The story.', type: StoryDto, headers: headerRefs('traceparent') })
  @OrdersProblems('order-not-found')
  async ofOrder(@Param() { order_id }: OrderParams, @Req() { span }: FastifyRequest): Promise<StoryDto> {
    return unwrap(await this.story.ofOrder(order_id, span.traceparent)).value;
  }
}
