import { FIELDS, type Field, type ProductSales, type SalesBucket, type SalesSums, type Total } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { AnswerField } from '../http/validation/field.decorators.js';

const COUNT = { type: 'integer', minimum: 0, format: 'int64' } as const;
const START: Field = {
  type: 'time',
  description: 'When the bucket begins, with the offset of the time zone.',
  example: '2024-07-12T09:00:00+02:00',
};
const COMPLETE_UNTIL: Field = {
  type: 'time',
  description: 'Everything that had been recorded by then is in the figures, UTC.',
  example: '2024-07-12T09:26:55.000Z',
};

const Amount = (description: string, example: number): PropertyDecorator =>
  ApiProperty({
    oneOf: [
      { type: 'integer', format: 'int64', minimum: 0 },
      { type: 'string', pattern: '^[1-9][0-9]{15,}$' },
    ],
    description: `${description}, in minor units. Beyond 2^53 - 1 a string of digits, because JSON readers would round it.`,
    example,
  } as never);

/** What was sold. Currencies are never added. */
class SumsDto {
  @ApiProperty({ ...COUNT, example: 12, description: 'How many sales.' })
  sales: number;

  @ApiProperty({ ...COUNT, example: 24, description: 'How many units.' })
  units: number;

  @Amount('Gross revenue, before refunds', 3_597_600)
  revenue_cents: number | string;

  @Amount('What was paid back, counted when it was', 0)
  refunded_cents: number | string;
}

export class PreviousBucketDto extends SumsDto {
  @AnswerField(START, { example: '2024-07-11T09:00:00+02:00' })
  start: string;
}

export class SalesBucketDto extends SumsDto {
  @AnswerField(START)
  start: string;

  @AnswerField(FIELDS.currency)
  currency: string;

  @AnswerField(FIELDS.product_id, { optional: true, description: 'When one was asked for.' })
  product_id?: number;

  @ApiProperty({ type: PreviousBucketDto, required: false, description: 'With compare=previous.' })
  previous?: PreviousBucketDto;
}

export class SalesFiguresDto {
  @ApiProperty({ type: [SalesBucketDto] })
  items: SalesBucketDto[];

  @AnswerField(FIELDS.cursor, { optional: true, description: 'Left out on the last page.' })
  next_cursor?: string;

  @AnswerField(COMPLETE_UNTIL)
  complete_until: string;
}

export class ProductSalesDto {
  @AnswerField(FIELDS.product_id)
  product_id: number;

  @AnswerField(FIELDS.product_name, { description: 'At its latest sale in the range.' })
  product_name: string;

  @AnswerField(FIELDS.currency)
  currency: string;

  @ApiProperty({ ...COUNT, example: 12 })
  sales: number;

  @ApiProperty({ ...COUNT, example: 24 })
  units: number;

  @Amount('Gross revenue, before refunds', 3_597_600)
  revenue_cents: number | string;

  @Amount('What was paid back, counted when it was', 0)
  refunded_cents: number | string;
}

export class ProductFiguresDto {
  @ApiProperty({ type: [ProductSalesDto] })
  items: ProductSalesDto[];

  @AnswerField(COMPLETE_UNTIL)
  complete_until: string;
}

export class TotalDto extends SumsDto {
  @AnswerField(FIELDS.currency)
  currency: string;
}

export class TotalsDto {
  @ApiProperty({ type: [TotalDto] })
  items: TotalDto[];

  @AnswerField(COMPLETE_UNTIL)
  complete_until: string;
}

export const bucketBody = ({
  start,
  currency,
  product_id,
  sums,
  previous,
  previous_start,
}: SalesBucket): SalesBucketDto => ({
  start,
  currency,
  ...(product_id !== undefined && { product_id }),
  ...sumsBody(sums),
  ...(previous && { previous: { start: previous_start, ...sumsBody(previous) } }),
});

export const productBody = ({ product_id, product_name, currency, sums }: ProductSales): ProductSalesDto => ({
  product_id,
  product_name,
  currency,
  ...sumsBody(sums),
});

export const totalBody = ({ currency, sums }: Total): TotalDto => ({ currency, ...sumsBody(sums) });

const sumsBody = (sums: SalesSums | undefined): SumsDto => ({
  sales: sums?.sales ?? 0,
  units: sums?.units ?? 0,
  revenue_cents: amount(sums?.revenue_cents),
  refunded_cents: amount(sums?.refunded_cents),
});

const amount = (digits = '0'): number | string => (Number.isSafeInteger(Number(digits)) ? Number(digits) : digits);
