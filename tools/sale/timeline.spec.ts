import { expect, it } from '@jest/globals';
import { timeline } from './timeline.ts';

it('prints each step with its distance, and what is missing', () => {
  const steps = [
    { step: 'request', service: 'gateway', at: '2026-01-01T00:00:00.000Z', duration_ms: 5 },
    { step: 'stored', service: 'analytics', at: '2026-01-01T00:00:00.040Z', attempts: 2 },
  ];
  const missing = [{ step: 'mailed', why: 'in the queue of notifications, about 3 ahead of it' }];
  expect(timeline({ order_id: 'ORD-1', trace_id: 'abc', steps, missing }).split('\n')).toEqual([
    'ORD-1   trace abc   2026-01-01T00:00:00.000Z',
    '       +0 ms  request       gateway        took 5 ms',
    '      +40 ms  stored        analytics      attempt 2',
    '     missing  mailed        in the queue of notifications, about 3 ahead of it',
  ]);
});

it('has a first line for an order of which nothing has happened', () => {
  expect(timeline({ order_id: 'ORD-1', trace_id: '', steps: [], missing: [] })).toBe('ORD-1   trace -');
});
