import { describe, expect, it } from '@jest/globals';
import { commandOf } from './requests.js';

const good = { reference: 'ORD-1', amount_cents: 1_000, currency: 'USD', token: 'tok_ok' };
const authorise = (body: unknown, key: string | undefined = 'k') => commandOf('authorise', '', key, body);

describe('a request that cannot be used names every bad field', () => {
  it.each([
    ['no body', [], ['']],
    ['an empty body', {}, ['/reference', '/amount_cents', '/currency', '/token']],
    ['a fraction', { ...good, amount_cents: 10.5 }, ['/amount_cents']],
    ['a negative amount', { ...good, amount_cents: -1 }, ['/amount_cents']],
    ['an amount that JSON cannot carry', { ...good, amount_cents: 2 ** 53 }, ['/amount_cents']],
    ['a token with a space', { ...good, token: 'tok ok' }, ['/token']],
    ['a token that is too long', { ...good, token: 't'.repeat(256) }, ['/token']],
    ['a currency in small letters', { ...good, currency: 'usd' }, ['/currency']],
    ['a field that it does not know', { ...good, card_number: '4242' }, ['/card_number']],
  ])('%s', (_what, body, pointers) => {
    const checked = authorise(body);
    expect(checked.ok ? [] : checked.errors.map((error) => error.pointer)).toEqual(pointers);
  });

  it('a missing or unusable key', () => {
    for (const key of [undefined, '', 'with space', 'k'.repeat(256)])
      expect(commandOf('authorise', '', key, good)).toMatchObject({
        ok: false,
        errors: [{ pointer: 'Idempotency-Key' }],
      });
  });

  it('refunds of nothing', () => {
    expect(commandOf('refund', 'pay_1', 'k', { amount_cents: 0 })).toMatchObject({ ok: false });
  });
});

it('the order of fields makes no other request, the token does; the token itself is in no fingerprint', () => {
  const print = (body: object) => {
    const checked = authorise(body);
    if (!checked.ok) throw new Error('refused');
    return checked.value.fingerprint;
  };
  const turned = Object.fromEntries(Object.entries(good).reverse());
  expect(print(turned)).toBe(print(good));
  expect(print({ ...good, token: 'tok_other' })).not.toBe(print(good));
  expect(print(good)).toMatch(/^[0-9a-f]{64}$/);
});
