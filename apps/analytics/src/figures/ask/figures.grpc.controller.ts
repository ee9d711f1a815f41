import {
  FIGURES_SERVICE_NAME,
  type FiguresController,
  type GetProductsRequest,
  type GetProductsResponse,
  type GetSalesRequest,
  type GetSalesResponse,
  type GetTotalsResponse,
  type SalesBucket,
  type SalesSums,
  unwrap,
} from '@app/contracts';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { ROOT } from '../figure-documents.js';
import { totalsOf } from '../figures.js';
import { FiguresRepository } from '../figures.mongo.repository.js';
import { KnownFigures } from '../known-figures.js';
import type { Sums } from '../sums.js';
import { FiguresFailureFilter } from './figures-failure.filter.js';
import { productsQuestion, readProducts } from './read-products.js';
import { readSales, type SalesItem } from './read-sales.js';
import { type SalesQuestion, salesCursor, salesQuestion } from './sales-question.js';

/** Questions about figures: answered from what was folded, so that one costs the same however much was sold. */
@Controller()
@UseFilters(FiguresFailureFilter)
export class FiguresGrpcController implements FiguresController {
  private readonly figures: FiguresRepository;
  private readonly known: KnownFigures;

  constructor(figures: FiguresRepository, known: KnownFigures) {
    this.figures = figures;
    this.known = known;
  }

  @GrpcMethod(FIGURES_SERVICE_NAME, 'GetSales')
  async getSales(request: GetSalesRequest): Promise<GetSalesResponse> {
    const question = unwrap(salesQuestion(request, Date.now()));
    const complete_until = await this.completeUntil();
    const { items, more } = await readSales(this.known, question);
    const last = items.at(-1);
    const next_cursor = more && last ? salesCursor(request, last.bucket.start, last.currency) : '';
    return { items: items.map((item) => bucketMessage(item, question)), next_cursor, complete_until };
  }

  @GrpcMethod(FIGURES_SERVICE_NAME, 'GetProducts')
  async getProducts(request: GetProductsRequest): Promise<GetProductsResponse> {
    const question = unwrap(productsQuestion(request, Date.now()));
    const complete_until = await this.completeUntil();
    const items = (await readProducts(this.known, question)).map(({ product_id, name, currency, sums }) => ({
      product_id,
      product_name: name,
      currency,
      sums: sumsMessage(sums),
    }));
    return { items, complete_until };
  }

  @GrpcMethod(FIGURES_SERVICE_NAME, 'GetTotals')
  async getTotals(): Promise<GetTotalsResponse> {
    const complete_until = await this.completeUntil();
    const all = await this.known.parts(ROOT);
    const totals = totalsOf(all.map(({ rows }) => rows));
    return { items: totals.map(({ currency, sums }) => ({ currency, sums: sumsMessage(sums) })), complete_until };
  }

  /** Every event that had been recorded by then is in the figures. Read before the figures are. */
  private async completeUntil(): Promise<string> {
    const now = Date.now();
    const marks = await this.figures.allMarks();
    return new Date(Math.min(now, ...marks.map(({ at }) => at.getTime()))).toISOString();
  }
}

function bucketMessage(
  { bucket, currency, sums, previous }: SalesItem,
  { zone, productId }: SalesQuestion,
): SalesBucket {
  return {
    start: zone.format(bucket.start),
    currency,
    ...(productId !== undefined && { product_id: productId }),
    sums: sumsMessage(sums),
    previous: previous && sumsMessage(previous.sums),
    previous_start: previous ? zone.format(previous.bucket.start) : '',
  };
}

const sumsMessage = ({ sales, units, revenue, refunded }: Sums): SalesSums => ({
  sales,
  units,
  revenue_cents: String(revenue),
  refunded_cents: String(refunded),
});
