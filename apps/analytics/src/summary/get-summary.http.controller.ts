import { LIMITS } from '@app/contracts';
import { LOGGER, type Logger } from '@app/observability';
import { BadRequestException, Controller, Get, Inject, Query, ServiceUnavailableException } from '@nestjs/common';
import { FiguresRepository } from '../figures/figures.mongo.repository.js';
import { figuresOfAllTime } from '../figures/read-figures.js';
import { type SalesSummary, summarize } from './sales-summary.js';

/** Units and revenue by product and in total, by currency: out of figures that are at most two seconds old. */
@Controller('summary')
export class GetSummaryController {
  private readonly figures: FiguresRepository;
  private readonly logger: Logger;

  constructor(figures: FiguresRepository, @Inject(LOGGER) logger: Logger) {
    this.figures = figures;
    this.logger = logger;
  }

  @Get()
  async get(@Query() query: Record<string, unknown>): Promise<SalesSummary> {
    const productId = readProductId(query);
    try {
      const products = await figuresOfAllTime(this.figures);
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
