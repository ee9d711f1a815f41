import { type Delivery, type Disposition, OnEvent } from '@app/messaging';
import { Controller } from '@nestjs/common';
import { TellByMail } from '../mail/tell-by-mail.js';
import { noticeOfOrder, noticeOfRefund } from './notice-of-order.js';

/** One mail for each order that is complete, whatever the number of its lines, and one for each refund. */
@Controller()
export class EmailWhenOrderEnds {
  private readonly mails: TellByMail;

  constructor(mails: TellByMail) {
    this.mails = mails;
  }

  @OnEvent('order_completed', { batch: { max: 1, waitMs: 0 } })
  completed(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.mails.tell('order_completed', deliveries, noticeOfOrder);
  }

  @OnEvent('order_refunded', { batch: { max: 1, waitMs: 0 } })
  refunded(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.mails.tell('order_refunded', deliveries, noticeOfRefund);
  }
}
