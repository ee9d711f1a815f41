// Real: PostgreSQL. Whatever asks at the same time, one process gets the mail.
import { randomUUID } from 'node:crypto';
import { createPool, type Pool } from '@app/postgres';
import { dropDatabase, eventually } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsDb } from '../../test/builders.js';
import { type ClaimRequest, ClaimsRepository } from './claims.pg.repository.js';

describe('the claim of a mail', () => {
  let url: string;
  let pool: Pool;
  let ours: ClaimsRepository;
  let theirs: ClaimsRepository;
  let short: ClaimsRepository;

  const request = (eventId: string, more: Partial<ClaimRequest> = {}): ClaimRequest => ({
    eventId,
    orderId: 'ORD-1',
    recipient: 'ada@example.org',
    subject: 'Order ORD-1',
    traceId: 'a'.repeat(32),
    resend: 'always',
    ...more,
  });

  beforeAll(async () => {
    url = await notificationsDb();
    pool = createPool({ url, applicationName: 'test', max: 10 });
    ours = new ClaimsRepository(pool, 60);
    theirs = new ClaimsRepository(pool, 60);
    short = new ClaimsRepository(pool, 0.2);
  });
  afterAll(async () => {
    await pool.end();
    await dropDatabase(url);
  });

  it('is given to one of two processes', async () => {
    const events = Array.from({ length: 300 }, () => randomUUID());
    const claims = await Promise.all(events.flatMap((id) => [ours.claim(request(id)), theirs.claim(request(id))]));
    expect(claims.filter(({ claim }) => claim === 'mine')).toHaveLength(300);
    expect(claims.filter(({ claim }) => claim === 'leased')).toHaveLength(300);
  });

  it('is taken over when its lease has passed, under the policy to resend', async () => {
    const id = randomUUID();
    await short.claim(request(id));
    expect(await theirs.claim(request(id))).toEqual({ claim: 'leased' });
    const second = await eventually(async () => {
      const claim = await theirs.claim(request(id));
      return claim.claim === 'mine' && claim;
    });
    expect(second).toEqual({ claim: 'mine', attempt: 2 });
  });

  it('is unknown when its lease has passed, under the policy to hold, until an operator asks', async () => {
    const id = randomUUID();
    await short.claim(request(id));
    await eventually(async () => (await theirs.claim(request(id, { resend: 'never' }))).claim === 'unknown');
    const before = new Date(Date.now() - 60_000);
    expect(await theirs.claim(request(id, { resend: { askedAt: before } }))).toEqual({ claim: 'unknown' });
    const after = new Date(Date.now() + 1_000);
    expect(await theirs.claim(request(id, { resend: { askedAt: after } }))).toMatchObject({ claim: 'mine' });
  });

  it('is given at once after a failure, and never after a success', async () => {
    const id = randomUUID();
    await ours.claim(request(id));
    await ours.record(id, 1, { state: 'failed', reason: '451' });
    expect(await theirs.claim(request(id, { resend: 'never' }))).toEqual({ claim: 'mine', attempt: 2 });
    await theirs.record(id, 2, { state: 'sent' });
    expect(await ours.claim(request(id))).toEqual({ claim: 'sent' });
  });

  it('is given again to the process that holds it and lost the answer', async () => {
    const id = randomUUID();
    await ours.claim(request(id));
    expect(await ours.claim(request(id, { resend: 'never' }))).toEqual({ claim: 'mine', attempt: 2 });
  });

  it('does not let a process that is late overwrite what its successor does', async () => {
    const id = randomUUID();
    await short.claim(request(id));
    await eventually(async () => (await theirs.claim(request(id))).claim === 'mine');
    await short.record(id, 1, { state: 'failed', reason: 'late' });
    expect(await short.claim(request(id))).toEqual({ claim: 'leased' });
  });

  it('says that values cannot be stored, and that a database cannot be used', async () => {
    const batch = ['A', 'B\u0000', 'C'].map((orderId) => ours.claim(request(randomUUID(), { orderId })));
    expect((await Promise.all(batch)).map(({ claim }) => claim)).toEqual(['mine', 'invalid', 'mine']);
    const empty = createPool({ url: url.replace(/[^/]+$/, 'nowhere'), applicationName: 'test', max: 1 });
    expect(await new ClaimsRepository(empty, 60).claim(request(randomUUID()))).toMatchObject({ claim: 'unavailable' });
    await empty.end();
  });
});
