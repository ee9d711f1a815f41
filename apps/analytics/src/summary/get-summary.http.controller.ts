import { LIMITS } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { BadRequestException, Controller, Get, Inject, Query, ServiceUnavailableException } from '@nestjs/common';
import type { SalesSummary } from './sales-summary.js';
import { SummaryRepository } from './summary.mongo.repository.js';

/** Units and revenue by product and in total, by currency. */
@Controller('summary')
export class GetSummaryController {
  constructor(
    private readonly sales: SummaryRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get()
  async get(@Query() query: Record<string, unknown>): Promise<SalesSummary> {
    const productId = readProductId(query);
    try {
      return await this.sales.summary(productId);
    } catch (err) {
      this.logger.warn({ err }, 'no summary: MongoDB does not answer');
      throw new ServiceUnavailableException('MongoDB does not answer; try again soon');
    }
  }
}

function readProductId({ product_id: value, ...others }: Record<string, unknown>): number | undefined {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new BadRequestException(`unknown parameter ${unknown}; the only one is product_id`);
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^[1-9]\d{0,9}$/.test(value) || Number(value) > LIMITS.int32) {
    throw new BadRequestException(`product_id must be one whole number from 1 to ${LIMITS.int32}`);
  }
  return Number(value);
}
