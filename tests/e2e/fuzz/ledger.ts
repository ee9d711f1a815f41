import type { FuzzRequest } from './requests.ts';
import type { FuzzAnswer, Sender } from './send.ts';

/** Keeps a ledger of what the answers said, and compares them with the stock in the end: nothing appears or vanishes. */
export class Ledger {
  private readonly stocks = new Map<number, number>();
  /** Orders go on by themselves after their answer: the accounts in the database know about these products. */
  private readonly ordered = new Set<number>();

  /** Only 201 changes a stock. */
  note({ operation, body: sent }: FuzzRequest, { status, body }: FuzzAnswer): void {
    if (operation?.path === '/orders' && sent) this.noteOrder(sent);
    if (status !== 201) return;
    const { id, stock, product_id, quantity } = JSON.parse(body) as Record<string, number>;
    if (operation?.id === 'createProduct') this.stocks.set(Number(id), Number(stock));
    if (operation?.id === 'decreaseStock') this.add(Number(product_id), -Number(quantity));
    if (operation?.id === 'restock' || operation?.id === 'adjust') this.add(Number(product_id), Number(quantity));
  }

  /** A sentence for each product whose stock is not what the answers add up to. */
  async differences(sender: Sender): Promise<string[]> {
    const sentences: string[] = [];
    for (const [id, expected] of this.stocks) {
      const answer = await sender.send({ isGood: true, method: 'get', target: `/inventory/${id}`, headers: {} });
      const { current_stock } = JSON.parse(answer.body) as { current_stock: number };
      if (current_stock === expected || this.ordered.has(id)) continue;
      sentences.push(`product ${id} has ${current_stock} units, the answers add up to ${expected}`);
    }
    return sentences;
  }

  private noteOrder(sent: string): void {
    for (const [, id] of sent.matchAll(/"product_id"\s*:\s*(\d+)/g)) this.ordered.add(Number(id));
  }

  private add(id: number, units: number): void {
    this.stocks.set(id, (this.stocks.get(id) ?? 0) + units);
  }
}
