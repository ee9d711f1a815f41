// The load, in a process of its own: reads one JSON line of options from the arguments, prints one JSON line of results.
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import type { LoadOptions } from './load.ts';
import { type Order, Orders } from './orders.ts';

/** At a rate: while connections are opened and the generator gets warm, it sells, but the figures do not count. */
const WARM_UP_SECONDS = 2;
/** autocannon sends a second's requests at the beginning of that second; many, begun in turn, spread them. */
const GENERATORS_AT_A_RATE = 32;

const options = JSON.parse(process.argv[2] ?? '{}') as LoadOptions;
const { urls, connections, seconds, rate } = options;
const orders = new Orders(options);

async function generate(load: { connections: number; duration: number; overallRate?: number }): Promise<void> {
  const { errors } = await autocannon({
    ...load,
    url: urls as unknown as string, // It takes several; its types do not know.
    timeout: 10,
    setupClient: (client) => {
      client.on('response', (status, _bytes, milliseconds) => orders.took(status, milliseconds));
    },
    requests: [
      {
        method: 'POST',
        path: options.basket ? '/orders' : '/inventory/decrease',
        headers: { 'content-type': 'application/json' },
        setupRequest(request, connection: { order?: Order }) {
          connection.order = orders.next(connection.order);
          return { ...request, body: connection.order.body };
        },
        onResponse: (status, body, { order }: { order?: Order }) => orders.answered(order, status, body),
      },
    ],
  });
  orders.failed(errors);
}

/** Each connection sends its next order when the last one is answered: what the shop can do at most. */
async function closedLoop(): Promise<void> {
  await generate({ connections, duration: seconds });
}

/** So many orders a second, evenly spread. */
async function openLoop(rate: number): Promise<void> {
  const count = Math.min(GENERATORS_AT_A_RATE, connections);
  const load = { connections: Math.round(connections / count), duration: WARM_UP_SECONDS + seconds };
  orders.countFrom(performance.now() + WARM_UP_SECONDS * 1_000);
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      await sleep((n * 1_000) / count);
      await generate({ ...load, overallRate: Math.round(rate / count) });
    }),
  );
}

await (rate === undefined ? closedLoop() : openLoop(rate));
process.stdout.write(`${JSON.stringify(orders.result())}\n`);
