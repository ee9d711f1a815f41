// Real: PostgreSQL behind PgBouncer in transaction mode, with fewer sessions than the pool has connections.
import { createPool, inTransaction, migrate, migrationsFolder, type Pool, roundTrip } from '@app/postgres';
import { createDatabase, dropDatabase, hasPgbouncer, type Pgbouncer, startPgbouncer } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const has = await hasPgbouncer();
if (!has) console.warn('PgBouncer is not on this machine: apt-get install pgbouncer. Its specs are left out.');

(has ? describe : describe.skip)('a pool behind a transaction pooler', () => {
  let url: string;
  let pooler: Pgbouncer;
  let pool: Pool;
  beforeAll(async () => {
    url = await createDatabase('pooler');
    pooler = await startPgbouncer(url, 2);
    const settings = { enable_seqscan: 'off' };
    pool = createPool({ url: pooler.url, applicationName: 'spec', max: 10, settings, pooler: 'transaction' });
  });
  afterAll(async () => {
    await pool.end();
    await pooler.stop();
    await dropDatabase(url);
  });

  const LIMITS = `SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement,
    current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('enable_seqscan') AS seqscan`;
  const OURS = { lock: '1500ms', statement: '2s', idle: '1s', seqscan: 'off' };

  it('has its limits in each statement, each transaction and each round trip, and leaves none behind', async () => {
    expect((await pool.query({ name: 'limits', text: LIMITS })).rows).toEqual([OURS]);
    const inside = await inTransaction(pool, (client) => client.query(LIMITS));
    expect(inside.rows).toEqual([OURS]);
    const client = await pool.connect();
    const answers = await roundTrip(client, [
      { name: 'begin', text: 'BEGIN' },
      { text: 'SET LOCAL lock_timeout = 7' },
      { name: 'limits', text: LIMITS },
      { text: 'COMMIT' },
    ]);
    const [after] = await roundTrip(client, [{ text: LIMITS }]);
    client.release();
    expect(answers.map(({ command }) => command)).toEqual(['BEGIN', 'SET', 'SELECT', 'COMMIT']);
    expect(answers[2]?.rows).toEqual([{ ...OURS, lock: '7ms' }]);
    expect(after?.rows).toEqual([{ lock: '0', statement: '0', idle: '0', seqscan: 'on' }]);
  });

  it('prepares nothing by name: fifty callers on two sessions meet no statement that is not there', async () => {
    const ask = async (n: number) => {
      const { rows } = await pool.query({ name: 'plus', text: 'SELECT $1::int + 1 AS plus', values: [n] });
      const client = await pool.connect();
      const [trip] = await roundTrip(client, [
        { name: 'minus', text: 'SELECT $1::int - 1 AS minus', values: [`${n}`] },
      ]);
      client.release();
      return [rows[0].plus, trip?.rows[0].minus];
    };
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(n)));
    expect(answers).toEqual(Array.from({ length: 200 }, (_, n) => [n + 1, n - 1]));
  });

  it('ends a statement that takes too long, and goes on', async () => {
    await expect(pool.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('migrates through it', async () => {
    const applied = await migrate(pooler.url, migrationsFolder('inventory'));
    expect(applied.length).toBeGreaterThan(3);
    expect(await migrate(pooler.url, migrationsFolder('inventory'))).toEqual([]);
  }, 30_000);
});
