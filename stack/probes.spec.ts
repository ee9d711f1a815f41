import { expect, it } from '@jest/globals';
import { notReadyReason } from './probes.ts';

it('names the checks that fail, with their detail', () => {
  const body = {
    status: 'not-ready',
    checks: { broker: { ok: true }, mongodb: { ok: false, detail: 'connecting' }, disk: { ok: false } },
  };
  expect(notReadyReason(503, JSON.stringify(body))).toBe('not ready: mongodb (connecting), disk');
});

it.each(['', 'Service Unavailable', '{}', '[]', '{"checks":{}}'])(
  'falls back to the status for the body %p',
  (body) => {
    expect(notReadyReason(503, body)).toBe('answers 503');
  },
);
