import { decideReserve } from '../reserve/decide-reserve.js';
import { decideReturn } from '../reserve/decide-return.js';
import { decideConfirm, decideExpire, decideRelease } from '../reserve/decide-settle.js';
import { decideSale } from '../sell/decide-sale.js';
import { type Changes, Draft } from './draft.js';
import type { Situation } from './situation.js';
import type { Decision, StockItem } from './stock-item.js';

/** One decision for each item, in their order, and the rows that have to be written for them to be true. */
export type Decisions = Changes & { outcomes: Decision[] };

/**
 * Decides a batch as if its items came one after the other: each takes or gives back its units before the next is looked
 * at, and one that is refused changes nothing. Pure: the same items in the same situation are always decided the same.
 */
export function decideStock(items: readonly StockItem[], situation: Situation): Decisions {
  const draft = new Draft(situation);
  const outcomes = items.map((item) => decide(item, draft));
  return { outcomes, ...draft.changes() };
}

function decide(item: StockItem, draft: Draft): Decision {
  switch (item.kind) {
    case 'sale':
      return decideSale(item.request, draft);
    case 'reserve':
      return decideReserve(item.request, item.traceparent ?? null, draft);
    case 'confirm':
      return decideConfirm(item.request, draft);
    case 'release':
      return decideRelease(item.request, draft);
    case 'expire':
      return decideExpire(item.request, draft);
    case 'return':
      return decideReturn(item.request, draft);
  }
}
