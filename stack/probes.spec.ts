import type { ReadinessReport } from '@app/service';
import { expect, it } from '@jest/globals';
import { notReadyReason } from './probes.ts';

it('names the checks that fail, with the reason that a service gives', () => {
  const body: ReadinessReport = {
    status: 'not-ready',
    checks: { broker: { ok: true, detail: 'connected' }, mongodb: { ok: false, reason: 'connecting' } },
  };
  expect(notReadyReason(503, JSON.stringify(body))).toBe('not ready: mongodb (connecting)');
  expect(notReadyReason(503, '{"checks":{"disk":{"ok":false},"mail":{"ok":false}}}')).toBe('not ready: disk, mail');
});

it.each(['', 'Service Unavailable', '{}', '[]', '{"checks":{}}'])(
  'falls back to the status for the body %p',
  (body) => {
    expect(notReadyReason(503, body)).toBe('answers 503');
  },
);
