import type { FuzzRequest } from './requests.ts';
import { type FuzzAnswer, Sender } from './send.ts';

type Body = Record<string, unknown>;

/** Keeps the books of what the answers said, and compares them with the stock in the end: nothing appears or vanishes. */
export class Ledger {
  private readonly expected = new Map<number, number>();

  constructor(stocks: { id: number; stock: number }[]) {
    for (const { id, stock } of stocks) this.expected.set(id, stock);
  }

  static async open(baseUrl: string): Promise<Ledger> {
    const { items } = (await (await fetch(`${baseUrl}/products`)).json()) as { items: { id: number; stock: number }[] };
    return new Ledger(items);
  }

  /** Only 201 changes a stock. */
  note({ operation }: FuzzRequest, { status, body }: FuzzAnswer): void {
    if (status !== 201) return;
    const { id, stock, product_id, quantity } = JSON.parse(body) as Record<
      'id' | 'stock' | 'product_id' | 'quantity',
      number
    >;
    if (operation?.id === 'createProduct') this.expected.set(id, stock);
    if (operation?.id === 'decreaseStock') this.add(product_id, -quantity);
    if (operation?.id === 'restock') this.add(product_id, quantity);
  }

  /** A sentence for each product whose stock is not what the answers add up to. */
  async differences(baseUrl: string): Promise<string[]> {
    const sender = new Sender(baseUrl);
    const sentences: string[] = [];
    for (const [id, expected] of this.expected) {
      const answer = await sender.send({ isGood: true, method: 'get', target: `/inventory/${id}`, headers: {} });
      const { current_stock } = JSON.parse(answer.body) as Body;
      if (current_stock !== expected)
        sentences.push(`product ${id} has ${current_stock} units, the answers add up to ${expected}`);
    }
    sender.close();
    return sentences;
  }

  private add(id: number, units: number): void {
    const before = this.expected.get(id);
    if (before !== undefined) this.expected.set(id, before + units);
  }
}
