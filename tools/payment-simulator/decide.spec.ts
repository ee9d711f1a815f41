import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Command, type Decision, decide } from './decide.js';
import { Ledger, type Line } from './ledger.js';
import { ledgerRow, settled } from './payment.js';
import { commandOf } from './requests.js';
import { TOKENS } from './tokens.js';

const AT = new Date('2026-01-02T03:04:05.000Z');

/** The simulator without disk and clock. */
class Bench {
  readonly lines: Line[] = [];
  readonly ledger = new Ledger();
  errors = 0;
  private ids = 0;

  run(operation: Command['operation'], key: string, paymentId: string, body: object): Decision {
    const checked = commandOf(operation, paymentId, key, body);
    if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
    const newId = () => `pay_${++this.ids}`;
    const decision = decide(this.ledger, checked.value, { at: AT, newId, errorsOf: () => this.errors });
    if (decision.line) this.write(decision.line);
    return decision;
  }

  pay(token: string, key = token): Decision {
    return this.run('authorise', key, '', { reference: 'ORD-1', amount_cents: 1_000, currency: 'USD', token });
  }

  settle(): void {
    for (const payment of this.ledger.payments.values())
      if (payment.state === 'pending') this.write({ at: AT.toISOString(), payment: settled(payment) });
  }

  status({ answer }: Decision): number | string {
    return typeof answer === 'string' ? answer : answer.status;
  }

  private write(line: Line): void {
    this.lines.push(line);
    this.ledger.apply(line);
  }
}

describe('each token', () => {
  it.each([
    // token, first answer, visible state before it settles, answer to the same key after it has settled
    ['tok_ok', 201, 'authorised', 201],
    ['tok_declined', 402, 'declined', 402],
    ['tok_slow', 'when-settled', 'pending', 201],
    ['tok_lost_reply', 'break', 'authorised', 201],
    ['tok_webhook_only', 202, 'pending', 202],
    ['tok_late', 'break', undefined, 201],
    ['tok_capture_refused', 201, 'authorised', 201],
    ['tok_of_somebody_else', 402, 'declined', 402],
    ['constructor', 402, 'declined', 402],
  ])('%s', (token, first, state, later) => {
    const bench = new Bench();
    expect(bench.status(bench.pay(token))).toBe(first);
    expect(bench.ledger.forReference('ORD-1')[0]?.state).toBe(state);
    bench.settle();
    expect(bench.status(bench.pay(token))).toBe(later);
    expect(bench.ledger.all()).toHaveLength(1);
  });

  it('tok_error charges nothing before it has failed three times', () => {
    const bench = new Bench();
    for (; bench.errors < 3; bench.errors++) expect(bench.status(bench.pay('tok_error'))).toBe(500);
    expect(bench.ledger.all()).toEqual([]);
    expect(bench.status(bench.pay('tok_error'))).toBe(201);
  });

  it('tok_capture_refused loses its authorisation when it is captured, and says so again under the same key', () => {
    const bench = new Bench();
    bench.pay('tok_capture_refused');
    const capture = () => bench.status(bench.run('capture', 'c', 'pay_1', { amount_cents: 1_000 }));
    expect([capture(), capture()]).toEqual([402, 402]);
    expect(bench.ledger.all().map(ledgerRow)).toMatchObject([{ state: 'voided', captured_cents: 0 }]);
  });

  it('tok_late is answered by nothing but a broken connection until it has settled', () => {
    const bench = new Bench();
    bench.pay('tok_late');
    expect(bench.pay('tok_late').answer).toBe('break');
    expect(bench.ledger.all()).toEqual([]);
  });
});

describe('a key', () => {
  it('names one request: another amount, token or call under it is refused', () => {
    const bench = new Bench();
    bench.pay('tok_ok', 'k');
    expect(bench.status(bench.pay('tok_declined', 'k'))).toBe(422);
    expect(bench.status(bench.run('capture', 'k', 'pay_1', { amount_cents: 1_000 }))).toBe(422);
  });

  it('does not keep a refusal that changed nothing: later the same request may be right', () => {
    const bench = new Bench();
    bench.pay('tok_ok');
    expect(bench.status(bench.run('refund', 'r', 'pay_1', { amount_cents: 10 }))).toBe(409);
    bench.run('capture', 'c', 'pay_1', { amount_cents: 1_000 });
    expect(bench.status(bench.run('refund', 'r', 'pay_1', { amount_cents: 10 }))).toBe(200);
  });
});

describe('whatever is asked in whatever order', () => {
  const call = fc.record({
    operation: fc.constantFrom('authorise', 'capture', 'void', 'refund', 'settle' as const),
    key: fc.nat(12).map(String),
    payment: fc.integer({ min: 1, max: 4 }),
    cents: fc.integer({ min: 1, max: 1_500 }),
    token: fc.constantFrom(...Object.keys(TOKENS)),
  });

  it('nobody is charged more than authorised, refunded more than captured, or answered differently under one key', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
        const bench = new Bench();
        const answers = new Map<string, string>();
        for (const { operation, key, payment, cents, token } of calls) {
          if (operation === 'settle') bench.settle();
          else if (operation === 'authorise') remember(answers, key, bench.pay(token, key));
          else {
            const body = operation === 'void' ? {} : { amount_cents: cents };
            remember(answers, key, bench.run(operation, key, `pay_${payment}`, body));
          }
          for (const p of bench.ledger.payments.values()) {
            expect(p.capturedCents).toBeLessThanOrEqual(p.authorisedCents);
            expect(p.refundedCents).toBeLessThanOrEqual(p.capturedCents);
            expect(p.capturedCents === 0 || p.state === 'captured').toBe(true);
          }
        }
        const again = new Ledger();
        for (const line of JSON.parse(JSON.stringify(bench.lines)) as Line[]) again.apply(line);
        expect(again.all()).toEqual(bench.ledger.all());
      }),
      { numRuns: 500 },
    );
  });
});

/** An answer that changed the ledger is the answer of its key permanently. */
function remember(answers: Map<string, string>, key: string, { line, answer }: Decision): void {
  if (typeof answer === 'string') return;
  const { replayed, ...said } = answer;
  const text = JSON.stringify(said);
  if (line) answers.set(key, text);
  else if (replayed && answers.has(key)) expect(text).toBe(answers.get(key));
}
