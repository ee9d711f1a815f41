import type { EventType } from '@app/contracts';

/** An event that its service has recorded: its bytes are published as they are. */
export interface RecordedEvent {
  event_id: string;
  type: EventType;
  /** The JSON body. */
  body: Buffer;
  /** Trace context of the request that caused it. */
  traceparent?: string | undefined;
}

/** An event that the broker has, and the trace context under which it was published. */
export interface ConfirmedEvent {
  event_id: string;
  traceparent: string;
}

/** Why an event is not published yet. */
export interface EventFailure {
  event_id: string;
  reason: string;
}

/** The answer of an outbox, or why it did not answer now. */
export type OutboxAnswer<T> = { ok: true; value: T } | { ok: false; reason: string };

/**
 * The outbox that a publisher empties: a table of its own service, or another service over the wire. No method rejects.
 * An event leaves it only when it is acknowledged, so whatever crashes, an event is late, not lost.
 */
export interface Outbox {
  /** Hands out events whose lease has passed, under a new lease; at most `max`. */
  claim(max: number): Promise<OutboxAnswer<RecordedEvent[]>>;
  /** Forgets events that the broker has confirmed. Idempotent. */
  acknowledge(eventIds: string[], traceparent?: string): Promise<OutboxAnswer<unknown>>;
  /** Remembers why events could not be published. */
  report(failures: EventFailure[]): Promise<OutboxAnswer<unknown>>;
  /** Puts the events of a time range (`to` exclusive) into the outbox again, identical to the first ones. Answers how many. */
  requeue(from: Date, to: Date): Promise<OutboxAnswer<number>>;
  /** True while asking has no meaning. */
  readonly unreachable: boolean;
}
