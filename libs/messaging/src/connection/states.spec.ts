import { describe, expect, it } from '@jest/globals';
import { Machine, type Transitions } from './machine.js';
import { CHANNEL, CONNECTION, CONSUMER } from './states.js';

const walk = <S extends string, E extends string>(table: Transitions<S, E>, from: S, ...events: E[]) => {
  const machine = new Machine(table, from);
  for (const event of events) machine.send(event);
  return machine.state;
};
const reachable = (table: Record<string, Partial<Record<string, string>>>, from: string, seen = new Set([from])) => {
  for (const next of Object.values(table[from] ?? {})) {
    if (next && !seen.has(next)) reachable(table, next, seen.add(next));
  }
  return seen;
};

describe('the states of connection, channel and consumer', () => {
  it.each([
    ['connection', CONNECTION, 'idle'],
    ['channel', CHANNEL, 'down'],
    ['consumer', CONSUMER, 'idle'],
  ] as const)('%s: every state is reached, every state can end, the end is final', (_name, table, initial) => {
    expect([...reachable(table, initial)].sort()).toEqual(Object.keys(table).sort());
    for (const state of Object.keys(table)) expect(reachable(table, state)).toContain('closed');
    expect(table.closed).toEqual({});
  });

  it('a connection that was blocked and then lost comes back unblocked', () => {
    expect(walk(CONNECTION, 'idle', 'open', 'opened', 'blocked', 'lost', 'retry', 'opened')).toBe('up');
  });

  it('a refused topology is tried again and never counts as open', () => {
    expect(walk(CHANNEL, 'down', 'connectionUp', 'mismatch')).toBe('refused');
    expect(walk(CHANNEL, 'refused', 'opened')).toBe('refused');
    expect(walk(CHANNEL, 'refused', 'retry', 'opened')).toBe('open');
  });

  it('a paused consumer stays paused when its channel is lost: only the probe brings it back', () => {
    expect(walk(CONSUMER, 'consuming', 'hold', 'pause', 'lost', 'consume')).toBe('paused');
    expect(walk(CONSUMER, 'paused', 'recovered', 'consume')).toBe('consuming');
  });

  it('tells its owner each change, and only changes', () => {
    const entered: string[] = [];
    const machine = new Machine(CONNECTION, 'idle', (state, from) => entered.push(`${from}>${state}`));
    expect(machine.send('open')).toBe(true);
    expect(machine.send('open')).toBe(false);
    expect(entered).toEqual(['idle>connecting']);
  });
});
