// The load, in a process of its own: reads one JSON line of options from the arguments, prints one JSON line of results.
// Every answer is checked: a sale must name the order that was sent.
import autocannon from 'autocannon';
import type { LoadOptions, LoadResult } from './load.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as LoadOptions;
const { url, connections, seconds, rate, products, replayShare = 0, prefix, checked = true } = options;
const statuses: Record<string, number> = {};
const wrong: string[] = [];
const acceptedMs: number[] = [];
const refusedMs: number[] = [];
let sent = 0;

interface ConnectionContext {
  orderId?: string;
  last?: { orderId: string; productId: number };
}

function nextOrder(context: ConnectionContext): { orderId: string; productId: number } {
  if (context.last && Math.random() < replayShare) return context.last;
  sent += 1;
  return { orderId: `${prefix}-${sent}`, productId: products[sent % products.length] ?? 1 };
}

const load = autocannon({
  url,
  connections,
  duration: seconds,
  ...(rate ? { overallRate: rate } : {}),
  timeout: 10,
  setupClient: (client) => {
    client.on('response', (status, _bytes, responseMs) => {
      (status < 300 ? acceptedMs : refusedMs).push(responseMs);
    });
  },
  requests: [
    {
      method: 'POST',
      path: '/inventory/decrease',
      headers: { 'content-type': 'application/json' },
      setupRequest(request, context: ConnectionContext) {
        const order = nextOrder(context);
        context.last = order;
        return { ...request, body: `{"product_id":${order.productId},"quantity":1,"order_id":"${order.orderId}"}` };
      },
      onResponse(status, body, context: ConnectionContext) {
        statuses[status] = (statuses[status] ?? 0) + 1;
        const sold = status === 201 || status === 200;
        if (checked && sold && !body.includes(`"order_id":"${context.last?.orderId}"`)) wrong.push(body.slice(0, 200));
      },
    },
  ],
});

const p99 = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;

load.then(
  (run) => {
    const result: LoadResult = {
      seconds: run.duration,
      sent,
      statuses,
      errors: run.errors,
      timeouts: run.timeouts,
      wrong: wrong.length,
      wrongExample: wrong[0],
      acceptedPerSecond: ((statuses[201] ?? 0) + (statuses[200] ?? 0)) / run.duration,
      latencyMs: { p50: run.latency.p50, p90: run.latency.p90, p99: run.latency.p99, max: run.latency.max },
      p99Ms: { accepted: p99(acceptedMs), refused: p99(refusedMs) },
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
