import { type Delivery, type Disposition, OnEvent } from '@app/messaging';
import { Controller } from '@nestjs/common';
import { TellByMail } from '../mail/tell-by-mail.js';
import { noticeOfSale } from './notice-of-sale.js';

/** Every sale is told of by one mail, however often its event comes. The lines of an order are told of by the order's mail. */
@Controller()
export class EmailWhenProductSold {
  private readonly mails: TellByMail;

  constructor(mails: TellByMail) {
    this.mails = mails;
  }

  /** Decides after the mails are sent and recorded: what it returns is acknowledged. */
  @OnEvent('product_sold', { batch: { max: 1, waitMs: 0 } })
  email(deliveries: Delivery[]): Promise<Disposition[]> {
    return this.mails.tell('product_sold', deliveries, (event) =>
      event.line === undefined ? noticeOfSale(event) : undefined,
    );
  }
}
