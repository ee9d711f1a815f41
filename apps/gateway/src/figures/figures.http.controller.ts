import { createHash } from 'node:crypto';
import { unwrap } from '@app/contracts';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tagged } from '../browse/etag.http.js';
import { FiguresClient } from '../clients/analytics/figures.grpc.client.js';
import { Roles } from '../http/auth/roles.decorator.js';
import { FiguresProblems } from '../http/openapi/problems.decorator.js';
import { ApiTagged } from '../http/openapi/tagged.decorator.js';
import { bucketBody, ProductFiguresDto, productBody, SalesFiguresDto, TotalsDto, totalBody } from './figures.dto.js';
import { ProductFiguresQuery, SalesFiguresQuery } from './figures-query.dto.js';

@ApiTags('figures')
@Roles('admin')
@Controller('figures')
export class FiguresHttpController {
  private readonly figures: FiguresClient;

  constructor(figures: FiguresClient) {
    this.figures = figures;
  }

  @Get('sales')
  @ApiOperation({
    operationId: 'getSalesFigures',
    summary: 'Sales by hour or day',
    description:
      'Every bucket that overlaps the range, the empty ones too, at most two seconds old. Days have 23 or 25 hours when the clocks change. At most 93 days by hour, 1,100 days by day.',
  })
  @ApiTagged('One page of buckets.', SalesFiguresDto)
  @FiguresProblems()
  async sales(
    @Query() query: SalesFiguresQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SalesFiguresDto | undefined> {
    const { value } = unwrap(await this.figures.sales(query, request.span.traceparent));
    const { next_cursor, complete_until } = value;
    const items = value.items.map(bucketBody);
    return known(request, reply, { items, ...(next_cursor !== '' && { next_cursor }), complete_until });
  }

  @Get('products')
  @ApiOperation({
    operationId: 'getProductFigures',
    summary: 'Products by what was sold of them',
    description:
      'The best first, ties by product_id. The range is widened to quarters of an hour. Amounts of different currencies are compared as numbers, never converted.',
  })
  @ApiTagged('The products.', ProductFiguresDto)
  @FiguresProblems()
  async products(
    @Query() query: ProductFiguresQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductFiguresDto | undefined> {
    const { value } = unwrap(await this.figures.products(query, request.span.traceparent));
    return known(request, reply, { items: value.items.map(productBody), complete_until: value.complete_until });
  }

  @Get('totals')
  @ApiOperation({
    operationId: 'getTotals',
    summary: 'All that was ever sold, by currency',
    description: 'Running totals, at most two seconds old.',
  })
  @ApiTagged('The totals.', TotalsDto)
  @FiguresProblems()
  async totals(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TotalsDto | undefined> {
    const { value } = unwrap(await this.figures.totals(request.span.traceparent));
    return known(request, reply, { items: value.items.map(totalBody), complete_until: value.complete_until });
  }
}

/** Weak: `complete_until` moves on while the figures stay the same. */
function known<B extends { complete_until: string }>(
  request: FastifyRequest,
  reply: FastifyReply,
  body: B,
): B | undefined {
  const { complete_until, ...figures } = body;
  const digest = createHash('sha1').update(JSON.stringify(figures)).digest('base64url');
  return tagged(request, reply, `W/"${digest}"`, body);
}
