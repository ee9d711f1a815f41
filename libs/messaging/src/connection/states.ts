import type { Transitions } from './machine.js';

/** One TCP connection to the broker. `blocked`: the broker has a memory or disk alarm and reads nothing we publish. */
export type LinkState = 'idle' | 'connecting' | 'up' | 'blocked' | 'waiting' | 'closed';
export type LinkEvent = 'open' | 'opened' | 'failed' | 'lost' | 'blocked' | 'unblocked' | 'retry' | 'close';

export const LINK: Transitions<LinkState, LinkEvent> = {
  idle: { open: 'connecting', close: 'closed' },
  connecting: { opened: 'up', failed: 'waiting', close: 'closed' },
  up: { blocked: 'blocked', lost: 'waiting', close: 'closed' },
  blocked: { unblocked: 'up', lost: 'waiting', close: 'closed' },
  waiting: { retry: 'connecting', close: 'closed' },
  closed: {},
};

/** One channel on a link. `refused`: the broker has a queue or exchange with other arguments (406). */
export type ChannelState = 'down' | 'opening' | 'open' | 'waiting' | 'refused' | 'closed';
export type ChannelEvent = 'linkUp' | 'opened' | 'failed' | 'mismatch' | 'lost' | 'linkLost' | 'retry' | 'close';

export const CHANNEL: Transitions<ChannelState, ChannelEvent> = {
  down: { linkUp: 'opening', close: 'closed' },
  opening: { opened: 'open', failed: 'waiting', mismatch: 'refused', linkLost: 'down', close: 'closed' },
  open: { lost: 'waiting', mismatch: 'refused', linkLost: 'down', close: 'closed' },
  waiting: { retry: 'opening', linkLost: 'down', close: 'closed' },
  refused: { retry: 'opening', linkLost: 'down', close: 'closed' },
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
