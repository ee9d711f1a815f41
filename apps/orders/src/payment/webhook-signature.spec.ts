import { describe, expect, it } from '@jest/globals';
import { noticedPayment } from './payment-notice.js';
import { type SignedWebhook, verifyWebhook } from './webhook-signature.js';

/** From the reference libraries of Standard Webhooks. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SENT_AT = 1_614_265_330;
const WEBHOOK: SignedWebhook = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: String(SENT_AT),
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  body: Buffer.from('{"test": 2432232314}'),
};
const OTHER = 'whsec_dGhlLXNlY3JldC1vZi10aGUtdGVzdHMtb25seSE=';

const verify = (change: Partial<SignedWebhook> = {}, secrets = [SECRET], seconds = SENT_AT) =>
  verifyWebhook({ ...WEBHOOK, ...change }, secrets, new Date(seconds * 1_000));

describe('a signed webhook', () => {
  it('is believed with the vector of the reference libraries, as bytes and as text', () => {
    const good = { ok: true, id: WEBHOOK.id };
    expect(verify()).toEqual(good);
    expect(verify({ body: '{"test": 2432232314}' })).toEqual(good);
  });

  it.each([-300, -1, 0, 1, 300])('is believed %d seconds after it was signed', (age) => {
    expect(verify({}, [SECRET], SENT_AT + age).ok).toBe(true);
  });

  it('is not believed outside the window', () => {
    expect(verify({}, [SECRET], SENT_AT + 301)).toEqual({ ok: false, reason: 'too-old' });
    expect(verify({}, [SECRET], SENT_AT - 301)).toEqual({ ok: false, reason: 'too-new' });
  });

  it.each(['id', 'timestamp', 'signature'] as const)('is not believed without %s', (name) => {
    expect(verify({ [name]: undefined })).toEqual({ ok: false, reason: 'headers-missing' });
    expect(verify({ [name]: '' })).toEqual({ ok: false, reason: 'headers-missing' });
  });

  it.each(['soon', '-1', '1e9', '1614265330.0', ' 1614265330'])('is not believed with the time %j', (timestamp) => {
    expect(verify({ timestamp })).toEqual({ ok: false, reason: 'timestamp-malformed' });
  });

  it.each<[string, Partial<SignedWebhook>]>([
    ['body', { body: '{"test": 2432232315}' }],
    ['id', { id: 'msg_other' }],
    ['time', { timestamp: String(SENT_AT + 1) }],
    ['signature', { signature: 'v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }],
    ['signature, shorter', { signature: 'v1,g0hM9SsE' }],
    ['signature, empty', { signature: 'v1,' }],
    ['version', { signature: 'v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }],
    ['signature without a version', { signature: 'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }],
  ])('is not believed with another %s', (_what, change) => {
    expect(verify(change)).toEqual({ ok: false, reason: 'signature-wrong' });
  });

  it('is believed while either side changes its secret', () => {
    expect(verify({}, [OTHER, SECRET]).ok).toBe(true);
    expect(verify({ signature: `v1,bm90IHRoaXMgb25l ${WEBHOOK.signature}` }).ok).toBe(true);
    expect(verify({}, [OTHER])).toEqual({ ok: false, reason: 'signature-wrong' });
    expect(verify({}, [])).toEqual({ ok: false, reason: 'signature-wrong' });
  });
});

describe('what a webhook says', () => {
  const data = {
    payment_id: 'pay_1',
    reference: 'ORD-1',
    state: 'authorised',
    authorised_cents: 5,
    captured_cents: 0,
    refunded_cents: 0,
  };

  it('is how the payment of an order stands', () => {
    expect(noticedPayment(JSON.stringify({ type: 'payment.authorised', data }))).toEqual({
      paymentId: 'pay_1',
      reference: 'ORD-1',
      state: 'authorised',
      authorisedCents: 5,
      capturedCents: 0,
      refundedCents: 0,
    });
  });

  it.each(['', 'null', '[]', '{"data":null}', JSON.stringify({ data: { ...data, state: 'won' } })])(
    'is nothing for %j',
    (body) => expect(noticedPayment(body)).toBeUndefined(),
  );
});
