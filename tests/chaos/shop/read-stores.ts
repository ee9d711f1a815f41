import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLedger } from '../../../tools/verify/ledger.http.ts';
import type { Stores } from '../checker/stores.ts';
import { tokenOf } from '../workload/workload.ts';
import { brokerApi } from './broker.ts';
import { readDocuments } from './documents.mongo.ts';
import type { Ledger } from './ledger.pg.ts';
import type { ChaosShop } from './shop.ts';
import type { MailLine } from './smtp-sink-process.ts';

interface QueueInfo {
  name: string;
  messages?: number;
}
interface Letter {
  properties: { message_id?: string };
}

const DAY_MS = 86_400_000;
const PAGE = 100;
/** A line that no fault explains: an error of a program, not of its surroundings. */
const COMPLAINT = /unhandled|uncaught|TypeError|RangeError|ReferenceError|SyntaxError|out of memory/i;

/** Every store, read in one place. */
export async function readStores(shop: ChaosShop, ledger: Ledger, poisons: readonly string[]): Promise<Stores> {
  const rows = await ledger.read();
  return {
    ...rows,
    ...(await readDocuments(shop)),
    ...(await readQueues(shop)),
    payments: await readPayments(shop),
    poisons: [...poisons],
    mails: readMails(shop),
    figures: await readFigures(shop),
    exits: shop.exits,
    complaints: readComplaints(shop),
  };
}

async function readQueues(shop: ChaosShop): Promise<Pick<Stores, 'queues' | 'deadLetters'>> {
  const all = await brokerApi<QueueInfo[]>(shop, 'GET', '/queues/%2F');
  const isDead = ({ name }: QueueInfo) => name.endsWith('.dlq');
  const deadLetters: Stores['deadLetters'] = [];
  for (const { name, messages = 0 } of all.filter(isDead)) {
    if (messages === 0) continue;
    const how = { count: messages, ackmode: 'ack_requeue_true', encoding: 'auto', truncate: 100 };
    const letters = await brokerApi<Letter[]>(shop, 'POST', `/queues/%2F/${encodeURIComponent(name)}/get`, how);
    deadLetters.push(...letters.map(({ properties }) => ({ queue: name, message_id: properties.message_id ?? '' })));
  }
  const queues = all.filter((queue) => !isDead(queue)).map(({ name, messages = 0 }) => ({ name, messages }));
  return { queues, deadLetters };
}

async function readPayments({ paymentUrl }: ChaosShop): Promise<Stores['payments']> {
  return [...(await readLedger(paymentUrl)).values()].flat();
}

export function readMails({ mailFile }: Pick<ChaosShop, 'mailFile'>): MailLine[] {
  if (!existsSync(mailFile)) return [];
  const lines = readFileSync(mailFile, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as MailLine);
}

/** As an owner asks for them. */
async function readFigures(shop: ChaosShop): Promise<Stores['figures']> {
  const authorization = `Bearer ${await tokenOf('admin', 'checker')}`;
  const at = (ms: number) => new Date(ms).toISOString();
  const range = new URLSearchParams({
    from: at(Date.now() - DAY_MS),
    to: at(Date.now() + DAY_MS),
    sort: 'units',
    limit: String(PAGE),
  });
  const answer = await fetch(`${shop.directUrl}/figures/products?${range}`, {
    headers: { authorization },
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`the figures answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { items: Stores['figures'] }).items;
}

function readComplaints({ engines }: ChaosShop): string[] {
  const { logs } = engines.folders;
  const ours = readdirSync(logs).filter((name) =>
    /^(gateway|inventory|orders|analytics|notifications|payment)/.test(name),
  );
  return ours.flatMap((name) =>
    readFileSync(join(logs, name), 'utf8')
      .split('\n')
      .filter((line) => COMPLAINT.test(line))
      .map((line) => `${name}: ${line.slice(0, 300)}`),
  );
}
