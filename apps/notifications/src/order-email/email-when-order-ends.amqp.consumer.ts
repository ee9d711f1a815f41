import { type Delivery, type Disposition, OnEvent } from '@app/messaging';
import { Controller } from '@nestjs/common';
import { NotifyByMail } from '../mail/notify-by-mail.js';
import { noticeOfOrder, noticeOfRefund } from './notice-of-order.js';

/** One mail for each order that is complete, whatever the number of its lines, and one for each refund. */
@Controller()
export class EmailWhenOrderEnds {
  private readonly mails: NotifyByMail;

  constructor(mails: NotifyByMail) {
    this.mails = mails;
  }

  @OnEvent('order_completed', { batch: { max: 1, waitMs: 0 } })
  completed(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.mails.notify('order_completed', deliveries, noticeOfOrder);
  }

  @OnEvent('order_refunded', { batch: { max: 1, waitMs: 0 } })
  refunded(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.mails.notify('order_refunded', deliveries, noticeOfRefund);
  }
}
