// Real: PostgreSQL, RabbitMQ, and gateway, orders, inventory and the payment simulator as operating-system processes.
import { eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PRODUCTS, Rig } from './rig.ts';

describe('a webhook of the payment service', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await Rig.start();
  }, 300_000);

  afterAll(() => rig?.close(), 60_000);

  const lines = PRODUCTS.map((product_id) => ({ product_id, quantity: 1 }));
  const place = (order_id: string, payment_token = 'tok_ok') => rig.shopper.place({ order_id, lines, payment_token });
  const inOrder = (order_id: string, end = 'completed') =>
    eventually(async () => expectNothing(await rig.ledger.against([order_id], [end])), { timeoutMs: 20_000 });
  const expectNothing = (against: string[]) => {
    expect(against).toEqual([]);
    return true;
  };

  it('before the answer: the order is paid once', async () => {
    await rig.payments.bendWebhooks({ all: true });
    await rig.payments.hold('authorise', 'reply');
    const placing = place('BEFORE');
    await eventually(async () => (await rig.payments.held()) > 0);
    await eventually(async () => (await rig.ledger.noticesOf('BEFORE')) > 0, { timeoutMs: 15_000 });
    await rig.payments.release('go');
    await placing;
    await inOrder('BEFORE');
  }, 60_000);

  it('twice and late: nothing happens twice', async () => {
    await rig.payments.bendWebhooks({ all: true, times: 2, delay_ms: 500 });
    await place('TWICE');
    await eventually(async () => (await rig.ledger.noticesOf('TWICE')) > 0, { timeoutMs: 15_000 });
    await inOrder('TWICE');
  }, 60_000);

  it('instead of an answer: the order goes on', async () => {
    await rig.payments.bendWebhooks({});
    await place('ONLY', 'tok_webhook_only');
    await inOrder('ONLY');
  }, 60_000);
});
