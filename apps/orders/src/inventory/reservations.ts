import type { Failure, Reservation, ReserveRequest } from '@app/contracts';
import type { RecordedEvent } from '@app/outbox';

export type Reserved = { ok: true; reservation: Reservation; replayed: boolean } | Failure;
export type Confirmed = { ok: true; sale_ids: string[]; events: RecordedEvent[] } | Failure;
export type Released = { ok: true; reservation: Reservation } | Failure;
export type Returned = { ok: true; events: RecordedEvent[] } | Failure;

/** Two-phase stock. Every call may be repeated; no method throws. */
export interface Reservations {
  reserve(request: ReserveRequest): Promise<Reserved>;
  confirm(call: { order_id: string; attempt: number; traceparent?: string | undefined }): Promise<Confirmed>;
  release(call: {
    order_id: string;
    attempt: number;
    reason: string;
    traceparent?: string | undefined;
  }): Promise<Released>;
  return(call: {
    return_id: string;
    order_id: string;
    lines: { line: number; quantity: number }[];
    traceparent?: string | undefined;
  }): Promise<Returned>;
}
