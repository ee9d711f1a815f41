import { describe, expect, it } from '@jest/globals';
import { SpanKind, Tracing, traceIdOf } from './tracing.js';

const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('Tracing', () => {
  const tracing = new Tracing('test');

  it('continues the caller’s trace under a span of its own', () => {
    const span = tracing.start('sell', SpanKind.SERVER, CALLER);
    expect(span.traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(span.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-0[01]$/);
    expect(span.traceparent).not.toContain('b7ad6b7169203331');
  });

  it.each([
    ['01', '-01'],
    ['00', '-00'],
  ])('hands on whether the caller samples (%s), also without a collector of its own', (flags, expected) => {
    const span = tracing.start('sell', SpanKind.SERVER, CALLER.replace(/01$/, flags));
    expect(span.traceparent.slice(-3)).toBe(expected);
  });

  it.each([[undefined], ['nonsense'], ['00-00000000000000000000000000000000-0000000000000000-01']])(
    'starts a trace when the parent is %s, also when nothing is exported',
    (parent) => {
      const span = tracing.start('sell', SpanKind.SERVER, parent);
      expect(span.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
      expect(traceIdOf(span.traceparent)).toBe(span.traceId);
    },
  );
});
