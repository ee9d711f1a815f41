import type { OrderState } from '../order/order.js';
import type { OrderEventType } from '../order/order-event.js';

/** What the process does to the outside. Each may happen twice and does no harm: it carries a key. */
export const EFFECTS = [
  'authorise',
  'confirm',
  'capture',
  'void',
  'release',
  'return',
  'refund',
  'restock',
  'audit',
] as const;

export type Effect = (typeof EFFECTS)[number];

/** One row: in this state this effect is due; an outcome is recorded as this event and leads to one of these states. */
export interface ProcessRow {
  state: OrderState;
  effect: Effect;
  outcome: string;
  event: OrderEventType;
  /** Several: the event says which (`data.end`). */
  next: readonly OrderState[];
}

const row = (
  state: OrderState,
  effect: Effect,
  outcome: string,
  event: OrderEventType,
  ...next: OrderState[]
): ProcessRow => ({ state, effect, outcome, event, next });

/**
 * The whole process. An outcome that is not known has no row: the effect is due again, with the same key.
 * Confirm is the pivot: before it everything is undone, after it everything is done.
 */
// biome-ignore format: a table
export const PROCESS: readonly ProcessRow[] = [
  //  in state       is due       which was      recorded as            leads to
  row('reserved',    'authorise', 'authorised',  'payment_authorised',  'authorised'),
  row('reserved',    'authorise', 'declined',    'payment_declined',    'releasing'),
  row('reserved',    'authorise', 'pending',     'payment_pending',     'reserved'),
  row('reserved',    'authorise', 'too-late',    'payment_abandoned',   'voiding'),
  row('authorised',  'confirm',   'confirmed',   'stock_confirmed',     'confirmed'),
  row('authorised',  'confirm',   'lost',        'reservation_lost',    'voiding'),
  row('confirmed',   'capture',   'captured',    'payment_captured',    'completed'),
  row('confirmed',   'capture',   'refused',     'capture_refused',     'returning'),
  row('voiding',     'void',      'voided',      'payment_voided',      'releasing'),
  row('releasing',   'release',   'released',    'stock_released',      'rejected', 'cancelled'),
  row('returning',   'return',    'returned',    'stock_returned',      'withdrawing'),
  row('withdrawing', 'void',      'voided',      'payment_voided',      'rejected', 'cancelled'),
  row('completed',   'refund',    'refunded',    'refund_paid',         'completed'),
  row('completed',   'refund',    'refused',     'refund_refused',      'completed'),
  row('completed',   'restock',   'restocked',   'refund_completed',    'completed', 'refunded'),
  row('rejected',    'audit',     'money-held',  'late_money_found',    'withdrawing'),
  row('cancelled',   'audit',     'money-held',  'late_money_found',    'withdrawing'),
];

/** What people ask for, as far as it changes an order. */
// biome-ignore format: a table
export const COMMANDS: readonly Pick<ProcessRow, 'state' | 'event' | 'next'>[] = [
  { state: 'reserved',   event: 'cancel_accepted',  next: ['voiding'] },
  { state: 'authorised', event: 'cancel_accepted',  next: ['voiding'] },
  { state: 'completed',  event: 'refund_requested', next: ['completed'] },
];

const NEXT = new Map([...PROCESS, ...COMMANDS].map(({ state, event, next }) => [`${state} ${event}`, next]));

/** The states that an event can lead to from here; undefined when it cannot happen here. */
export function statesAfter(state: OrderState, event: OrderEventType): readonly OrderState[] | undefined {
  return NEXT.get(`${state} ${event}`);
}
