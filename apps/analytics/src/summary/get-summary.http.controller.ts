import { LIMITS } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { BadRequestException, Controller, Get, Inject, Query, ServiceUnavailableException } from '@nestjs/common';
import { figuresOfAllTime, KnownFigures } from '../figures/known-figures.js';
import { type SalesSummary, summarize } from './sales-summary.js';

/** Units and revenue by product and in total, by currency: out of figures that are at most two seconds old. */
@Controller('summary')
export class GetSummaryController {
  private readonly known: KnownFigures;
  private readonly logger: Logger;

  constructor(known: KnownFigures, @Inject(LOGGER) logger: Logger) {
    this.known = known;
    this.logger = logger;
  }

  @Get()
  async get(@Query() query: Record<string, unknown>): Promise<SalesSummary> {
    const productId = readProductId(query);
    try {
      const products = await figuresOfAllTime(this.known);
      return summarize(products.filter(({ product_id }) => productId === undefined || product_id === productId));
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
