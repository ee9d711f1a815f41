import type { Failure, ReceivePaymentNoticeRequest } from '@app/contracts';
import type { Logger } from '@app/observability';
import type { OrdersRepository } from '../order/orders.pg.repository.js';
import type { DriveOrders } from '../process/drive-orders.js';
import { noticedPayment } from './payment-notice.js';
import { verifyWebhook } from './webhook-signature.js';

const REFUSALS = {
  'headers-missing': 'The headers webhook-id, webhook-timestamp and webhook-signature are needed',
  'timestamp-malformed': 'webhook-timestamp must be seconds since 1970',
  'too-old': 'The notice is more than 5 minutes old',
  'too-new': 'The time of the notice is more than 5 minutes ahead',
  'signature-wrong': 'The signature of the notice is not valid',
} as const;

/**
 * A webhook of the payment service. It is kept, answered, and applied later: by asking the payment service how things stand,
 * because notices come late, twice, and in another order.
 */
export class ReceiveNotice {
  private readonly orders: OrdersRepository;
  private readonly drives: DriveOrders;
  private readonly secrets: readonly string[];
  private readonly logger: Logger;

  constructor(orders: OrdersRepository, drives: DriveOrders, secrets: readonly string[], logger: Logger) {
    this.orders = orders;
    this.drives = drives;
    this.secrets = secrets;
    this.logger = logger;
  }

  async receive(request: ReceivePaymentNoticeRequest): Promise<{ ok: true; replayed: boolean } | Failure> {
    const body = Buffer.from(request.body);
    const { webhook_id: id, webhook_timestamp: timestamp, webhook_signature: signature } = request;
    const verdict = verifyWebhook({ id, timestamp, signature, body }, this.secrets, new Date());
    if (!verdict.ok) {
      this.logger.warn({ reason: verdict.reason }, 'payment notice refused');
      return { ok: false, failure: 'notice-refused', message: REFUSALS[verdict.reason] };
    }
    const payment = noticedPayment(body);
    const received = payment && (await this.orders.receiveNotice(verdict.id, payment.reference, body.toString()));
    if (!received)
      return { ok: false, failure: 'order-not-found', message: 'The notice is about no order that is known here' };
    if (received.news) void this.drives.take(payment.reference);
    this.logger.info({ order_id: payment.reference, payment_state: payment.state, ...received }, 'payment notice');
    return { ok: true, replayed: received.replayed };
  }
}
