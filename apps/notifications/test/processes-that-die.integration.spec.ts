// Real: RabbitMQ, PostgreSQL, an SMTP server on a socket, and notifications as operating-system processes.
import {
  createVhost,
  dropDatabase,
  dropVhost,
  eventually,
  metricOf,
  SalesPublisher,
  type ServiceProcess,
  saleEvent,
  spawnWorker,
} from '@app/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ensureBuilt } from '../../../stack/build.ts';
import { notificationsDb } from './builders.js';
import { createSmtpSink, type SmtpSink } from './smtp-sink.js';

const AT_ONCE = 5;
const TIMEOUT_SECONDS = 3;
const LEASE_SECONDS = 4;

describe('the mails of the sales, with notifications in processes of its own', () => {
  let vhost: string;
  let database: string;
  let sink: SmtpSink;
  let sales: SalesPublisher;
  const processes: ServiceProcess[] = [];
  const lines: { process: number; line: string }[] = [];

  const start = async (mails: 'by SMTP' | 'in the log' = 'by SMTP', LOG_LEVEL = 'info') => {
    const process = processes.length;
    const env = {
      RABBITMQ_URL: vhost,
      DATABASE_URL: database,
      ...(mails === 'by SMTP' && { SMTP_URL: sink.url, SMTP_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS) }),
      LOG_LEVEL,
    };
    const started = await spawnWorker('notifications', env, (line) => lines.push({ process, line }));
    processes.push(started);
    return started;
  };
  const mailed = () => sink.mails.map(({ messageId }) => messageId?.slice(1, messageId.indexOf('@')) ?? '');
  /** Without the line that a kill has cut in two: it was not written. */
  const emailLines = () =>
    lines
      .filter(({ line }) => line.includes('[EMAIL]') && line.endsWith('}'))
      .map(({ process, line }) => ({ process, eventId: (JSON.parse(line) as { event_id: string }).event_id }));
  const loggedIds = () => emailLines().map(({ eventId }) => eventId);
  const rows = async (where: string) => {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    try {
      const { rows } = await client.query<{ event_id: string }>(`SELECT event_id FROM notifications WHERE ${where}`);
      return rows.map(({ event_id }) => event_id).sort();
    } finally {
      await client.end();
    }
  };

  beforeAll(() => ensureBuilt(() => {}), 120_000);
  beforeEach(async () => {
    lines.length = 0;
    [vhost, database, sink] = await Promise.all([createVhost('mails'), notificationsDb(), createSmtpSink()]);
    sales = await SalesPublisher.open(vhost);
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((each) => each.stop()));
    await sales.close();
    await sink.close();
    await dropVhost(vhost);
    await dropDatabase(database);
  });

  it('kill -9 in the middle of sending: none is lost, and none goes out again while its claim lives', async () => {
    const events = Array.from({ length: 40 }, () => saleEvent());
    const ids = events.map(({ event_id }) => event_id).sort();
    sink.delayMs = TIMEOUT_SECONDS * 1_000;
    const first = await start();
    await sales.sell(...events);
    await eventually(() => sink.mails.length === AT_ONCE, { everyMs: 2 });
    first.kill('SIGKILL');
    await first.ended;
    const inHand = mailed().sort();
    sink.delayMs = 0;
    await start();
    await eventually(() => loggedIds().length === ids.length, { timeoutMs: 25_000 });

    expect(loggedIds().sort()).toEqual(ids);
    // The server had them and could not say so: sent again under the same Message-ID, after the claim of the dead process.
    expect(mailed().sort()).toEqual([...ids, ...inHand].sort());
    expect(await rows('attempts > 1')).toEqual(inHand);
    expect(await rows(`lease_until - created_at >= interval '${2 * LEASE_SECONDS} s'`)).toEqual(inHand);
    expect(await rows("state = 'sent'")).toEqual(ids);
  }, 60_000);

  it('two processes that get every event twice send one mail and write one line for each', async () => {
    const events = Array.from({ length: 200 }, () => saleEvent());
    const ids = events.map(({ event_id }) => event_id).sort();
    sink.delayMs = 10;
    const both = [await start(), await start()];
    await sales.sell(...events.flatMap((event) => [event, event]));
    const handled = async () => {
      const names = ['notifications_emails_sent_total', 'notifications_duplicate_events_total'];
      const counts = await Promise.all(both.flatMap((each) => names.map((name) => metricOf(each.ops, name))));
      return counts.reduce((sum, count) => sum + count, 0);
    };
    await eventually(async () => (await handled()) === 2 * events.length, { timeoutMs: 25_000 });

    expect(mailed().sort()).toEqual(ids);
    expect(loggedIds().sort()).toEqual(ids);
    expect(new Set(emailLines().map(({ process }) => process)).size).toBe(2);
  }, 60_000);

  it('kill -9 where the lines are the mails: only a line whose record was lost is written again', async () => {
    const events = Array.from({ length: 900 }, () => saleEvent());
    const ids = events.map(({ event_id }) => event_id).sort();
    const first = await start('in the log');
    const sold = sales.sell(...events);
    await eventually(() => loggedIds().length >= 100, { everyMs: 1 });
    first.kill('SIGKILL');
    await Promise.all([first.ended, sold]);
    const recorded = new Set(await rows("state = 'sent'"));
    await start('in the log');
    const logged = (process: number) => emailLines().filter((line) => line.process === process);
    await eventually(() => logged(1).length >= ids.length - recorded.size, { timeoutMs: 25_000 });

    expect(
      logged(1)
        .map(({ eventId }) => eventId)
        .sort(),
    ).toEqual(ids.filter((id) => !recorded.has(id)));
    const firstIds = new Set(logged(0).map(({ eventId }) => eventId));
    expect([...recorded].filter((id) => !firstIds.has(id))).toEqual([]);
    await eventually(async () => (await rows("state = 'sent'")).length === ids.length);
  }, 60_000);

  it('SIGUSR2 lets a running process say more, the same again as much as before, each told by one line', async () => {
    const handled = async (...events: ReturnType<typeof saleEvent>[]) => {
      await sales.sell(...events);
      for (const { event_id } of events)
        await eventually(async () => (await rows("state = 'sent'")).includes(event_id), { what: 'a mail' });
    };
    const switches = () =>
      lines
        .filter(({ line }) => line.includes('SIGUSR2'))
        .map(({ line }) => (JSON.parse(line) as { level_now: string }).level_now);
    const process = await start('in the log', 'warn');
    const [quiet, said, quietAgain] = [saleEvent(), saleEvent(), saleEvent()];
    await handled(quiet);
    process.kill('SIGUSR2');
    await eventually(() => switches().length > 0);
    await handled(said);
    process.kill('SIGUSR2');
    await eventually(() => switches().length > 1);
    await handled(quietAgain);
    await process.stop();

    expect(switches()).toEqual(['debug', 'warn']);
    expect(loggedIds()).toEqual([said.event_id]);
  }, 60_000);
});
