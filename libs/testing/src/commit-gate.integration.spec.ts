// Real: PostgreSQL behind the gate, and one beside it that sees what is committed.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type CommitGate, createCommitGate } from './commit-gate.js';
import { createDatabase, dropDatabase } from './engines.js';
import { eventually } from './eventually.js';

describe('the gate in front of a database', () => {
  let database: string;
  let gate: CommitGate;
  let beside: pg.Client;
  let behind: pg.Client;

  beforeAll(async () => {
    database = await createDatabase('gate');
    gate = await createCommitGate(database);
    beside = new pg.Client({ connectionString: database });
    await beside.connect();
    await beside.query('CREATE TABLE history (n int); CREATE TABLE leases (n int)');
  });

  afterAll(async () => {
    await beside?.end();
    await gate?.close();
    await dropDatabase(database);
  });

  beforeEach(async () => {
    await beside.query('DELETE FROM history');
    behind = new pg.Client({ connectionString: gate.url });
    behind.on('error', () => {});
    await behind.connect();
  });

  const rows = async () => (await beside.query('SELECT n FROM history')).rows.length;
  const write = async (table: string) => {
    await behind.query('BEGIN');
    await behind.query({ name: `into-${table}`, text: `INSERT INTO ${table} VALUES ($1)`, values: [1] });
    await behind.query({ name: 'commit', text: 'COMMIT' });
  };

  it('holds a COMMIT before the server has seen it: cut, nothing was written', async () => {
    gate.hold('request', /INSERT INTO history/);
    await write('leases');
    const writing = write('history').catch((error: Error) => error.message);
    await eventually(() => gate.held === 1);
    gate.release('break');
    expect(await writing).toMatch(/terminated|ECONNRESET/);
    expect(await rows()).toBe(0);
  });

  it('holds the answer to a COMMIT: it is written, and known when the answer goes on', async () => {
    gate.hold('reply', /INSERT INTO history/);
    const writing = write('history');
    await eventually(() => gate.held === 1);
    expect(await rows()).toBe(1);
    gate.release();
    await writing;
    await behind.end();
  });

  it('takes a statement without a transaction for one', async () => {
    gate.hold('request', /INSERT INTO history/);
    const writing = behind.query('INSERT INTO history VALUES (1)').catch(() => 'cut');
    await eventually(() => gate.held === 1);
    expect(await rows()).toBe(0);
    gate.release();
    expect(await writing).not.toBe('cut');
    expect(await rows()).toBe(1);
    await behind.end();
  });

  it('knows a statement that was prepared long before', async () => {
    await write('history');
    gate.hold('reply', /INSERT INTO history/);
    const writing = write('history').catch(() => 'lost');
    await eventually(() => gate.held === 1);
    gate.release('break');
    expect(await writing).toBe('lost');
    expect(await rows()).toBe(2);
  });
});
