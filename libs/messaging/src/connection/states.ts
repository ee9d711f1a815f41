import type { Transitions } from './machine.js';

/** One TCP connection to the broker. `blocked`: the broker has a memory or disk alarm and reads nothing we publish. */
export type ConnectionState = 'idle' | 'connecting' | 'up' | 'blocked' | 'waiting' | 'closed';
export type ConnectionEvent = 'open' | 'opened' | 'failed' | 'lost' | 'blocked' | 'unblocked' | 'retry' | 'close';

export const CONNECTION: Transitions<ConnectionState, ConnectionEvent> = {
  idle: { open: 'connecting', close: 'closed' },
  connecting: { opened: 'up', failed: 'waiting', close: 'closed' },
  up: { blocked: 'blocked', lost: 'waiting', close: 'closed' },
  blocked: { unblocked: 'up', lost: 'waiting', close: 'closed' },
  waiting: { retry: 'connecting', close: 'closed' },
  closed: {},
};

/** One channel on a connection. `refused`: the broker has a queue or exchange with other arguments (406). */
export type ChannelState = 'down' | 'opening' | 'open' | 'waiting' | 'refused' | 'closed';
export type ChannelEvent =
  | 'connectionUp'
  | 'opened'
  | 'failed'
  | 'mismatch'
  | 'lost'
  | 'connectionLost'
  | 'retry'
  | 'close';

export const CHANNEL: Transitions<ChannelState, ChannelEvent> = {
  down: { connectionUp: 'opening', close: 'closed' },
  opening: { opened: 'open', failed: 'waiting', mismatch: 'refused', connectionLost: 'down', close: 'closed' },
  open: { lost: 'waiting', mismatch: 'refused', connectionLost: 'down', close: 'closed' },
  waiting: { retry: 'opening', connectionLost: 'down', close: 'closed' },
  refused: { retry: 'opening', connectionLost: 'down', close: 'closed' },
  closed: {},
};

/**
 * One consumer on a channel. `holding`: a dependency is down, the messages stay unacknowledged and are tried again;
 * `paused`: it stayed down, nothing is consumed until its probe succeeds.
 */
export type ConsumerState = 'idle' | 'consuming' | 'holding' | 'paused' | 'draining' | 'closed';
export type ConsumerEvent = 'consume' | 'lost' | 'hold' | 'release' | 'pause' | 'recovered' | 'drain' | 'drained';

export const CONSUMER: Transitions<ConsumerState, ConsumerEvent> = {
  idle: { consume: 'consuming', drain: 'draining' },
  consuming: { lost: 'idle', hold: 'holding', drain: 'draining' },
  holding: { lost: 'idle', release: 'consuming', pause: 'paused', drain: 'draining' },
  paused: { recovered: 'idle', drain: 'draining' },
  draining: { drained: 'closed' },
  closed: {},
};
