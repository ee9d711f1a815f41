import type { EventType } from '@app/contracts';

/**
 * Why a message is not known to be stored by the broker.
 * `down`: no open channel; `blocked`: the broker has an alarm; `saturated`: too many messages wait for their confirm;
 * `timeout`: sent, not confirmed in time; `nack`: refused by the broker or impossible to encode; `returned`: no queue is bound;
 * `closed`: sent, then the channel was lost. After `timeout` and `closed` the message may have arrived all the same.
 */
export type PublishFailure = 'down' | 'blocked' | 'saturated' | 'timeout' | 'nack' | 'returned' | 'closed';

/** How a publish ended. Never a rejection. */
export type PublishResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: PublishFailure; readonly message?: string };

/** An event for all its subscribers, on `shop.events`: its type is its routing key. */
type EventAddress = { readonly exchange?: undefined; readonly routingKey?: undefined; readonly type: EventType };
/** A message that is moved on: to a retry step, to the dead letters, back to its work queue. */
type QueueAddress = { readonly exchange: string; readonly routingKey: string; readonly type: string };

/** A message to publish. An event of an unknown type does not compile. */
export type PublishMessage = (EventAddress | QueueAddress) & {
  readonly body: Buffer;
  /** The event id. */
  readonly messageId: string;
  /** `traceparent` belongs here; `x-attempt` is added as 0 when missing. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Seconds since 1970; default: now. */
  readonly timestamp?: number;
  /** Default: the name of the connection. */
  readonly appId?: string;
};
