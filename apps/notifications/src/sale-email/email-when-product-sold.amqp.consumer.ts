import { type Delivery, type Disposition, OnEvent } from '@app/messaging';
import { Controller } from '@nestjs/common';
import { NotifyByMail } from '../mail/notify-by-mail.js';
import { noticeOfSale } from './notice-of-sale.js';

/** One mail for every sale, however often its event comes. The lines of an order are part of the order's mail. */
@Controller()
export class EmailWhenProductSold {
  private readonly mails: NotifyByMail;

  constructor(mails: NotifyByMail) {
    this.mails = mails;
  }

  /** Decides after the mails are sent and recorded: what it returns is acknowledged. */
  @OnEvent('product_sold', { batch: { max: 1, waitMs: 0 } })
  email(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.mails.notify('product_sold', deliveries, (event) =>
      event.line === undefined ? noticeOfSale(event) : undefined,
    );
  }
}
