// Real: PostgreSQL. The line is the mail: exactly one for each event, whoever asks, dies, freezes or loses the database.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createPool, type Pool } from '@app/postgres';
import { createCommitGate, deliveryOf, dropDatabase, saleEvent } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsDb, processOn } from '../../test/builders.js';

const BEING_SENT = { retry: 'it is being sent', atMost: '30s' };

const someSales = (count: number) => Array.from({ length: count }, () => deliveryOf(saleEvent()));
const idsOf = (items: { messageId: string }[]) => items.map(({ messageId }) => messageId).sort();

/** As SIGSTOP does: the process does nothing, its sockets fill. */
function freeze(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe('lines that are mails', () => {
  let url: string;
  let pool: Pool;

  beforeAll(async () => {
    url = await notificationsDb();
    pool = createPool({ url, applicationName: 'test', max: 2 });
  });
  afterAll(async () => {
    await pool.end();
    await dropDatabase(url);
  });

  const loggedIds = ({ emailLines }: ReturnType<typeof processOn>) =>
    emailLines().map(({ event_id }) => String(event_id));
  const sent = async (ids: string[]) => {
    const text = "SELECT event_id FROM notifications WHERE state = 'sent' AND event_id = ANY ($1) ORDER BY event_id";
    return (await pool.query<{ event_id: string }>(text, [ids])).rows.map(({ event_id }) => event_id);
  };

  it('are one for each event of a batch, also when it comes twice in it and again later', async () => {
    const service = processOn(url);
    const sales = someSales(100);
    const [first] = sales as [(typeof sales)[0]];
    const dispositions = await service.emailAll([...sales, first]);
    expect(dispositions).toEqual([...sales.map(() => 'ack'), BEING_SENT]);
    expect(await service.emailAll(sales)).toEqual(sales.map(() => 'ack'));
    expect(loggedIds(service).sort()).toEqual(idsOf(sales));
    expect(await sent(idsOf(sales))).toEqual(idsOf(sales));
    await service.pool.end();
  });

  it('are one for each event that two processes get at the same time', async () => {
    const both = [processOn(url), processOn(url)] as const;
    const sales = someSales(50);
    const dispositions = await Promise.all([
      both[0].emailAll(sales),
      both[1].emailAll([...sales].reverse()),
      both[1].emailAll(someSales(20)),
    ]);
    expect(
      both
        .flatMap(loggedIds)
        .filter((id) => idsOf(sales).includes(id))
        .sort(),
    ).toEqual(idsOf(sales));
    expect(dispositions.flat().filter((one) => one === 'ack').length).toBeGreaterThanOrEqual(70);
    for (const { pool } of both) await pool.end();
  });

  it('are not written again when the answer to COMMIT was lost, here or elsewhere', async () => {
    const gate = await createCommitGate(url);
    const [one, two] = [processOn(gate.url), processOn(url)];
    await one.emailAll(someSales(1));
    const sales = someSales(3);
    gate.loseNextCommit();
    const lost = await one.emailAll(sales);
    expect(lost).toEqual(sales.map(() => expect.objectContaining({ hold: expect.stringContaining('PostgreSQL') })));
    expect(await one.emailAll(sales)).toEqual(['ack', 'ack', 'ack']);
    expect(await two.emailAll(sales)).toEqual(['ack', 'ack', 'ack']);
    expect([...loggedIds(one).slice(1), ...loggedIds(two)].sort()).toEqual(idsOf(sales));
    for (const { pool } of [one, two]) await pool.end();
    await gate.close();
  });

  it('are not written again when COMMIT failed: this process remembers them', async () => {
    const service = processOn(url);
    await pool.query(`CREATE FUNCTION doom() RETURNS trigger LANGUAGE plpgsql
      AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'`);
    await pool.query(`CREATE CONSTRAINT TRIGGER doom AFTER INSERT ON notifications DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION doom()`);
    const sales = someSales(3);
    expect(await service.emailAll(sales)).toEqual(
      sales.map(() => expect.objectContaining({ hold: expect.anything() })),
    );
    expect(await sent(idsOf(sales))).toEqual([]);
    await pool.query('DROP TRIGGER doom ON notifications');
    expect(await service.emailAll(sales)).toEqual(['ack', 'ack', 'ack']);
    expect(loggedIds(service).sort()).toEqual(idsOf(sales));
    expect(await sent(idsOf(sales))).toEqual(idsOf(sales));
    await service.pool.end();
  });

  it('are not written by a process that was frozen until its claims were free again', async () => {
    const service = processOn(url);
    await service.emailAll(someSales(1));
    await pool.query(`CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql
      AS 'BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END'`);
    await pool.query('CREATE TRIGGER slow BEFORE INSERT ON notifications FOR EACH ROW EXECUTE FUNCTION slow()');
    const [sale] = someSales(1) as [ReturnType<typeof deliveryOf>];
    const sending = service.email(sale);
    await nextTurn();
    freeze(1_800);
    expect(await sending).toMatchObject({ hold: expect.stringContaining('PostgreSQL') });
    expect(loggedIds(service)).toHaveLength(1);
    await pool.query('DROP TRIGGER slow ON notifications');
    expect(await service.email(sale)).toBe('ack');
    expect(loggedIds(service)).toHaveLength(2);
    await service.pool.end();
  });
});
