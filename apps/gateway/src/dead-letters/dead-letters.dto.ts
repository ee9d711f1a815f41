import { FIELDS, type Field, productSoldExample } from '@app/contracts';
import { WORK_QUEUES } from '@app/messaging';
import { ApiProperty } from '@nestjs/swagger';
import { AnswerField, RequestField } from '../http/validation/field.decorators.js';

const EVENT_ID = productSoldExample.event_id;

const queue = { type: 'choice', values: WORK_QUEUES, example: WORK_QUEUES[0] } as const satisfies Field;
const text = (example: string, description?: string) => ({ type: 'string', example, description }) as Field;
const count = (description: string, example: number): Field => ({
  type: 'integer',
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description,
  example,
});

export class QueueParams {
  // Any text is taken: a queue that does not exist is not found (404).
  @RequestField(text(queue.example, 'The work queue, without `.dlq`.'), { enum: WORK_QUEUES })
  queue: string;
}

/** Which dead letters. */
export class DeadLetterFilterDto {
  @RequestField(
    {
      type: 'integer',
      minimum: 1,
      maximum: 1_000,
      description: 'Maximum number to return, oldest first.',
      example: 10,
    },
    { optional: true, default: 100 },
  )
  limit?: number;

  @RequestField(
    { type: 'string', minLength: 1, maxLength: 100, description: 'Only this event.', example: EVENT_ID },
    { optional: true },
  )
  event_id?: string;
}

/** Which dead letters to give back. */
export class ReplayDto extends DeadLetterFilterDto {
  @RequestField(
    { type: 'boolean', description: 'Only say what would be done.', example: true },
    { optional: true, default: false },
  )
  dry_run?: boolean;
}

/** One message that could not be handled. */
export class DeadLetterDto {
  @AnswerField(text(EVENT_ID), { nullable: true })
  event_id: string | null;

  @AnswerField(text('product_sold'), { nullable: true })
  type: string | null;

  @AnswerField(text('schema', 'A stable code.'))
  error_kind: string;

  @AnswerField(text('event/quantity must be >= 1'))
  error_message: string;

  @AnswerField({ type: 'time', example: productSoldExample.occurred_at }, { nullable: true })
  failed_at: string | null;

  @AnswerField(count('Failures before this one.', 0))
  attempt: number;

  @AnswerField(text('analytics'), { nullable: true })
  consumer: string | null;

  @AnswerField(FIELDS.order_id, { optional: true, description: 'Of the sale, when the message names one.' })
  order_id?: string;

  @AnswerField(text('{"quantity":0}', 'The message as it is; `base64:…` when it is not text.'))
  body: string;
}

export class DeadLetterListDto {
  @AnswerField(queue)
  queue: string;

  @AnswerField(count('Total in the queue.', 1))
  total: number;

  @ApiProperty({ type: [DeadLetterDto] })
  items: DeadLetterDto[];
}

export class ReplayedItemDto {
  @AnswerField(text(EVENT_ID), { nullable: true })
  event_id: string | null;

  @AnswerField(text('replayed'))
  outcome: string;
}

export class ReplayedDto {
  @AnswerField(queue)
  queue: string;

  @AnswerField({ type: 'boolean', example: false })
  dry_run: boolean;

  @AnswerField(count('Given back; with dry_run: would be.', 1))
  replayed: number;

  @AnswerField(count('Still in the queue; `items` says why.', 0))
  failed: number;

  @ApiProperty({ type: [ReplayedItemDto] })
  items: ReplayedItemDto[];
}
