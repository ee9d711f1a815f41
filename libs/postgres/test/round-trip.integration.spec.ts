// Real: PostgreSQL.
import {
  createPool,
  int4Array,
  int8Array,
  jsonArray,
  type Pool,
  type PoolClient,
  roundTrip,
  textArray,
  timestamptzArray,
  uuidArray,
} from '@app/postgres';
import { createDatabase, dropDatabase } from '@app/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let url: string;
let pool: Pool;

beforeAll(async () => {
  url = await createDatabase('roundtrip');
  pool = createPool({ url, applicationName: 'spec', max: 2 });
  await pool.query('CREATE TABLE t (id int PRIMARY KEY)');
});
afterAll(async () => {
  await pool.end();
  await dropDatabase(url);
});

async function withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  return await work(client).finally(() => client.release(true));
}

describe('a round trip', () => {
  it('answers every statement, prepared ones again and again', async () => {
    await withClient(async (client) => {
      for (const n of ['1', '2']) {
        const results = await roundTrip(client, [
          { text: 'BEGIN' },
          { name: 'echo', text: 'SELECT $1::int AS n, 2::bigint AS two', values: [n] },
          { name: 'none', text: 'SELECT 1 WHERE false' },
          { text: 'COMMIT' },
        ]);
        expect(results.map(({ command }) => command)).toEqual(['BEGIN', 'SELECT', 'SELECT', 'COMMIT']);
        expect(results[1]?.rows).toEqual([{ n: Number(n), two: 2 }]);
        expect(results[2]?.rows).toEqual([]);
      }
    });
  });

  it('skips everything behind the first error, COMMIT included', async () => {
    await withClient(async (client) => {
      const trip = roundTrip(client, [
        { text: 'BEGIN' },
        { text: 'INSERT INTO t VALUES (1)' },
        { text: 'INSERT INTO t VALUES (1)' },
        { text: 'COMMIT' },
      ]);
      await expect(trip).rejects.toMatchObject({ code: '23505' });
    });
    expect((await pool.query('SELECT * FROM t')).rows).toEqual([]);
  });

  it('gives each statement its own snapshot: what another session commits in between is seen', async () => {
    await withClient(async (holder) => {
      await holder.query('BEGIN; SELECT pg_advisory_xact_lock(1); INSERT INTO t VALUES (7)');
      await withClient(async (client) => {
        const trip = roundTrip(client, [
          { text: 'BEGIN' },
          { text: 'SELECT pg_advisory_xact_lock(1)' },
          { text: 'SELECT id FROM t' },
          { text: 'COMMIT' },
        ]);
        await holder.query('COMMIT');
        expect((await trip)[2]?.rows).toEqual([{ id: 7 }]);
      });
    });
  });

  it('rejects when the connection breaks', async () => {
    await withClient(async (client) => {
      client.on('error', () => {});
      const trip = roundTrip(client, [{ text: 'SELECT pg_terminate_backend(pg_backend_pid())' }, { text: 'SELECT 1' }]);
      await expect(trip).rejects.toMatchObject({ code: '57P01' });
    });
  });
});

describe('binary arrays', () => {
  it.each<[string, Buffer, unknown[]]>([
    ['int', int4Array([0, 1, -1, 2_147_483_647]), [0, 1, -1, 2_147_483_647]],
    [
      'bigint',
      int8Array([0, -1, 2 ** 32, Number.MAX_SAFE_INTEGER, -(2 ** 40)]),
      [0, -1, 2 ** 32, Number.MAX_SAFE_INTEGER, -(2 ** 40)],
    ],
    ['text', textArray(['', null, 'a"b\\c,{}', 'Käse €', 'NULL']), ['', null, 'a"b\\c,{}', 'Käse €', 'NULL']],
    ['uuid', uuidArray(['0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11']), ['0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11']],
    ['json', jsonArray([Buffer.from('{"b": 1,  "a":"é"}')]), [{ b: 1, a: 'é' }]],
    [
      'timestamptz',
      timestamptzArray(['2024-07-12T09:26:53.589Z', '1999-12-31T23:59:59.999Z']),
      [new Date('2024-07-12T09:26:53.589Z'), new Date('1999-12-31T23:59:59.999Z')],
    ],
    ['int', int4Array([]), []],
    ['text', textArray([]), []],
  ])('%s[] arrives as it was sent', async (type, sent, expected) => {
    const [result] = await withClient((client) =>
      roundTrip(client, [
        { text: `SELECT value FROM unnest($1::${type}[]) WITH ORDINALITY AS u(value, n) ORDER BY n`, values: [sent] },
      ]),
    );
    expect(result?.rows.map(({ value }) => value)).toEqual(expected);
  });
});
