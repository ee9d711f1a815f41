import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { SpanKind, type TraceSpan, Tracing, traceIdOf } from './tracing.js';

const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('Tracing', () => {
  const tracing = new Tracing('test');

  it('continues the caller’s trace under a span of its own', () => {
    const span = tracing.start('sell', SpanKind.SERVER, { parent: CALLER });
    expect(span.traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(span.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-0[01]$/);
    expect(span.traceparent).not.toContain('b7ad6b7169203331');
  });

  it.each([
    ['01', '-01'],
    ['00', '-00'],
  ])('hands on whether the caller samples (%s), also without a collector of its own', (flags, expected) => {
    const span = tracing.start('sell', SpanKind.SERVER, { parent: CALLER.replace(/01$/, flags) });
    expect(span.traceparent.slice(-3)).toBe(expected);
  });

  it.each([[undefined], ['nonsense'], ['00-00000000000000000000000000000000-0000000000000000-01']])(
    'starts a trace when the parent is %s, also when nothing is exported',
    (parent) => {
      const span = tracing.start('sell', SpanKind.SERVER, { parent });
      expect(span.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
      expect(traceIdOf(span.traceparent)).toBe(span.traceId);
    },
  );
});

describe('traces that are kept in memory', () => {
  const keep = (kept: number, ratio = 1) => new Tracing('test', { TRACES_KEPT: kept, OTEL_TRACES_SAMPLER_ARG: ratio });
  const names = (tracing: Tracing, traceId: string) => tracing.spansOf(traceId).map(({ name }) => name);

  it('tell parent, time and what came of it', () => {
    const tracing = keep(2);
    const parent = tracing.start('sell', SpanKind.SERVER, { parent: CALLER });
    const child = tracing.start('publish', SpanKind.PRODUCER, { parent: parent.traceparent });
    child.end('no broker', { 'shop.order_id': 'ORD-1' });
    parent.end();
    const [published, sold] = tracing.spansOf(parent.traceId);
    expect(published).toMatchObject({
      name: 'publish',
      kind: 'producer',
      parent_span_id: sold?.span_id,
      error: 'no broker',
      attributes: { 'shop.order_id': 'ORD-1' },
    });
    expect(sold).toMatchObject({ parent_span_id: 'b7ad6b7169203331', error: '' });
  });

  it('show a batch in the trace of each sale that was in it', () => {
    const tracing = keep(10);
    const sales = Array.from({ length: 300 }, () => tracing.start('sell', SpanKind.SERVER));
    const batch = tracing.start('batch', SpanKind.CLIENT, { links: sales.map(({ traceparent }) => traceparent) });
    batch.end();
    for (const { traceId, traceparent } of [sales[0], sales[299]] as typeof sales) {
      const [shared] = tracing.spansOf(traceId);
      expect(shared).toMatchObject({ name: 'batch', trace_id: batch.traceId, links: [traceparent.split('-')[2]] });
    }
  });

  it('are forgotten in the order in which they came, those with a failure later', () => {
    const tracing = keep(2);
    const [failed, ...fine] = ['failed', 'one', 'two', 'three'].map((name, n) => {
      const span = tracing.start(name, SpanKind.SERVER, { parent: CALLER.replace('0af7', `0af${n}`) });
      span.end(name === 'failed' ? 'why' : undefined);
      return span.traceId;
    }) as [string, ...string[]];
    expect(fine.map((traceId) => names(tracing, traceId))).toEqual([[], ['two'], ['three']]);
    expect(names(tracing, failed)).toEqual(['failed']);
  });

  it('are only those that failed when nothing is sampled', () => {
    const tracing = keep(10, 0);
    const [fine, failed] = [undefined, 'why'].map((why) => {
      const span = tracing.start('sell', SpanKind.SERVER);
      span.end(why);
      return span;
    });
    expect([fine?.traceparent.slice(-2), names(tracing, fine?.traceId ?? '')]).toEqual(['00', []]);
    expect(names(tracing, failed?.traceId ?? '')).toEqual(['sell']);
  });

  it('are not more than memory is worth: the first of a rush, and later ones again', () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    try {
      const tracing = keep(100);
      const sampled = (count: number) =>
        Array.from({ length: count }, () => tracing.start('sell', SpanKind.SERVER).traceparent.slice(-2)).filter(
          (flags) => flags === '01',
        ).length;
      expect(sampled(1_000)).toBe(100);
      jest.advanceTimersByTime(1_000);
      expect(sampled(1_000)).toBe(10);
      expect(tracing.start('sell', SpanKind.SERVER, { parent: CALLER }).traceparent.slice(-2)).toBe('01');
    } finally {
      jest.useRealTimers();
    }
  });

  it('are whole from the moment when something failed, whatever is sampled, with the time that it took', async () => {
    const tracing = keep(10, 0);
    const sell = tracing.start('sell', SpanKind.SERVER, { attributes: () => ({ 'shop.order_id': 'ORD-1' }) });
    const publish = tracing.start('publish', SpanKind.PRODUCER, { parent: sell.traceparent, links: [CALLER] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    publish.end('no broker');
    sell.link(CALLER);
    sell.end(undefined, () => ({ 'shop.outcome': 'sold' }));
    const [published, sold] = tracing.spansOf(sell.traceId);
    expect(published).toMatchObject({ name: 'publish', error: 'no broker', parent_span_id: sold?.span_id });
    expect(sold?.attributes).toEqual({ 'shop.order_id': 'ORD-1', 'shop.outcome': 'sold' });
    expect([published, sold].map((span) => span?.links)).toEqual([['b7ad6b7169203331'], ['b7ad6b7169203331']]);
    expect(sell.traceparent).toBe(`00-${sold?.trace_id}-${sold?.span_id}-00`);
    for (const span of [published, sold]) {
      expect(span?.duration_us).toBeGreaterThan(15_000);
      expect(Math.abs((span?.start_us ?? 0) / 1_000 - Date.now())).toBeLessThan(5_000);
    }
  });

  it.each([1, 0])('last as long as they lasted when the clock is moved meanwhile (share %d)', (share) => {
    const tracing = keep(10, share);
    const span = tracing.start('sell', SpanKind.SERVER);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
    try {
      span.end('no stock');
    } finally {
      clock.mockRestore();
    }
    const [kept] = tracing.spansOf(span.traceId);
    expect(kept?.duration_us).toBeGreaterThan(0);
    expect(kept?.duration_us).toBeLessThan(1_000_000);
  });

  it('hold a batch when one of its sales is sampled', () => {
    const tracing = keep(10, 0);
    const [one, other] = [CALLER, CALLER.replace(/01$/, '00')].map((parent) =>
      tracing.start('sell', SpanKind.SERVER, { parent }),
    ) as [TraceSpan, TraceSpan];
    const flags = (...links: TraceSpan[]) =>
      tracing
        .start('batch', SpanKind.CLIENT, { links: links.map(({ traceparent }) => traceparent) })
        .traceparent.slice(-2);
    expect([flags(other, one), flags(other)]).toEqual(['01', '00']);
  });

  it('do not grow without bound when a trace never ends', () => {
    const tracing = keep(1);
    const parent = tracing.start('order', SpanKind.SERVER);
    for (let step = 0; step < 500; step++) tracing.start('step', SpanKind.CLIENT, { parent: parent.traceparent }).end();
    expect(tracing.spansOf(parent.traceId)).toHaveLength(200);
  });
});

it('a collector gets spans as protobuf, the last ones when the service ends', async () => {
  const asked: string[] = [];
  const collector = createServer((request: IncomingMessage, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
    request.resume().on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  const tracing = new Tracing('test', { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/` });
  tracing.start('sell', SpanKind.SERVER).end();
  await tracing.close();
  collector.close().closeAllConnections();
  expect(asked).toEqual(['POST /v1/traces application/x-protobuf']);
});
