// Backup and restore of docs/operations.md, while people buy: what was sold until the backup is there afterwards, and adds up.
import { setTimeout as delay } from 'node:timers/promises';
import type { Ended } from '../throwaway-copy.ts';
import type { DocsShop } from './docs-shop.ts';
import type { Piece } from './page.ts';
import { pgDumpFolder } from './pg-dump.ts';

export const BACKUP = { page: 'docs/operations.md', sections: ['Backup', 'Restore'] } as const;

const VERIFY = 'npm run verify -- --settled';
const SALES = 60;
const SETTLES_WITHIN_MS = 120_000;

/** Carries out both sections. `say` is told each step. */
export async function backUpAndRestore(
  shop: DocsShop,
  pieces: readonly Piece[],
  say: (line: string) => void,
): Promise<Ended> {
  await shop.start();
  const env = { PATH: `${await pgDumpFolder()}:${shop.copy.env.PATH}` };
  const product = await newProduct(shop);
  const runAll = async (section: string) => {
    for (const { text } of pieces.filter((piece) => piece.section === section && !piece.because)) {
      const ended = await (text === VERIFY ? settled(shop) : shop.run(text, env));
      if (!ended.ok) throw new Error(`${text}\n${ended.said}`);
    }
  };
  const before = await sell(shop, product, 'BEFORE');
  const buying = new AbortController();
  const [backup, during] = await Promise.allSettled([
    runAll('Backup').finally(() => buying.abort()),
    sell(shop, product, 'DURING', buying.signal),
  ]);
  if (backup.status === 'rejected') throw backup.reason;
  if (during.status === 'rejected') throw during.reason;
  say(`backed up: ${before.length} sold before, ${during.value.length} meanwhile`);
  const forgotten = await sell(shop, product, 'FORGOTTEN');
  await runAll('Restore');
  const lost = await unknown(shop, before);
  const kept = forgotten.length - (await unknown(shop, forgotten)).length;
  const after = await sell(shop, product, 'AFTER');
  say(
    `restored: ${lost.length} of ${before.length} lost, ${kept} of ${forgotten.length} later ones known, ${after.length} sold since`,
  );
  if (lost.length > 0 || kept > 0) return { ok: false, said: `lost: ${lost.join(', ')}; known: ${kept}` };
  return await settled(shop);
}

async function newProduct(shop: DocsShop): Promise<number> {
  const { said } = await shop.copy.run('npm run -s token -- --role admin');
  const answer = await fetch(`${shop.endpoints.gateway}/products`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${said.split('\n').at(-1)}` },
    body: JSON.stringify({ name: 'Backup Mug', price_cents: 1_250, currency: 'USD', stock: 1_000_000 }),
  });
  const { id } = (await answer.json()) as { id?: number };
  if (id === undefined) throw new Error(`no product: ${answer.status}`);
  return id;
}

/** @returns the ids of what was sold: so many one by one, or until the signal */
async function sell(shop: DocsShop, product_id: number, tag: string, until?: AbortSignal): Promise<string[]> {
  const sold: string[] = [];
  for (let n = 0; until ? !until.aborted : n < SALES; n++) {
    const order_id = `${tag}-${n}`;
    const { status } = await fetch(`${shop.endpoints.gateway}/inventory/decrease`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ product_id, quantity: 1, order_id }),
    });
    if (status === 201) sold.push(order_id);
    else if (status !== 429) throw new Error(`${order_id}: ${status}`);
    await delay(status === 429 ? 1_000 : 20);
  }
  return sold;
}

async function unknown(shop: DocsShop, order_ids: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(order_ids.map((id) => fetch(`${shop.endpoints.gateway}/sales/${id}`)));
  return order_ids.filter((_, index) => answers[index]?.status === 404);
}

/** Documents and mails arrive some seconds after their sale. */
async function settled(shop: DocsShop): Promise<Ended> {
  for (const deadline = Date.now() + SETTLES_WITHIN_MS; ; await delay(2_000)) {
    const ended = await shop.run(VERIFY);
    if (ended.ok || Date.now() > deadline) return ended;
  }
}
