import type { Failure } from '@app/contracts';
import type { Caller } from '../grpc/caller.grpc.js';
import type { ReservationDecision } from '../reserve/decide-reserve.js';
import type { ReturnDecision } from '../reserve/decide-return.js';
import type { ConfirmDecision, ExpireDecision } from '../reserve/decide-settle.js';
import type { AttemptRequest, ReleaseRequest, ReserveRequest, ReturnRequest } from '../reserve/reservation.js';
import type { SaleDecision } from '../sell/decide-sale.js';
import type { SaleRequest } from '../sell/sale.js';

/** What may be asked of stock in a batch, and what is decided. */
interface Kinds {
  sale: [SaleRequest, SaleDecision];
  reserve: [ReserveRequest, ReservationDecision];
  confirm: [AttemptRequest, ConfirmDecision];
  release: [ReleaseRequest, ReservationDecision];
  expire: [AttemptRequest, ExpireDecision];
  return: [ReturnRequest, ReturnDecision];
}

/** The name of something that may be asked. */
export type Kind = keyof Kinds;

/** One request on its way through a batch. */
export type StockItem<K extends Kind = Kind> = {
  [Each in K]: {
    kind: Each;
    request: Kinds[Each][0];
    /** Trace context that its events will carry. */
    traceparent?: string | undefined;
    /** Nothing is changed for one that may be gone. None: inventory itself. */
    caller?: Pick<Caller, 'mayBeGone'>;
  };
}[K];

/** The decision on a request of this kind. */
export type DecisionOf<K extends Kind> = Kinds[K][1];

/** A decision with the events to publish: only those that were recorded by it. */
export type OutcomeOf<K extends Kind> = DecisionOf<K> & { events?: Buffer[] };

/** Any decision. */
export type Decision = DecisionOf<Kind>;

/** Any outcome. */
export type StockOutcome = OutcomeOf<Kind> | Failure;
