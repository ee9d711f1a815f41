import { type Delivery, type Disposition, OnEvent } from '@app/messaging';
import { Controller } from '@nestjs/common';
import { MailPolicy, NotifyByMail } from '../mail/notify-by-mail.js';
import { noticeOfLowStock } from './notice-of-low-stock.js';

/** The owner learns of each product that runs low. */
@Controller()
export class EmailWhenStockLow {
  private readonly mails: NotifyByMail;
  private readonly policy: MailPolicy;

  constructor(mails: NotifyByMail, policy: MailPolicy) {
    this.mails = mails;
    this.policy = policy;
  }

  @OnEvent('stock_low', { batch: { max: 1, waitMs: 0 } })
  email(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.mails.notify('stock_low', deliveries, (event) => ({
      ...noticeOfLowStock(event),
      recipient: this.policy.owner,
    }));
  }
}
