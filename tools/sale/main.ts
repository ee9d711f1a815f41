// npm run sale -- ORD-2024-001: the story of one order, from the request to the mail.
import { parseArgs } from 'node:util';
import { report } from '../../stack/failure.ts';
import { adminToken } from '../shop/admin-token.ts';
import { type Answer, call } from '../shop/gateway.ts';
import { timeline } from './timeline.ts';

const USAGE = `npm run sale -- <order_id> [--json] [--token <jwt>]

Prints what happened to one sale or order, hop by hop, and what is missing with the reason. Talks to the stack of this clone, or to GATEWAY_URL.

  --json    the story as JSON
  --token   an admin's token (default: a development token)

Exit code 0: nothing is missing; 1: something is, or there is no such order.`;

function options() {
  try {
    const flag = { type: 'boolean' } as const;
    return parseArgs({
      options: { json: flag, help: { ...flag, short: 'h' }, token: { type: 'string' } },
      allowPositionals: true,
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

/** An order of several lines has a history; a simple sale has none and is asked for as a sale. */
async function storyOf(orderId: string, token: string): Promise<Answer> {
  const id = encodeURIComponent(orderId);
  const order = await call('GET', `/orders/${id}/story`, undefined, token);
  return order.status === 200 ? order : call('GET', `/sales/${id}/story`, undefined, token);
}

async function main(orderId: string, { json, token }: { json?: boolean; token?: string }): Promise<number> {
  const { status, body } = await storyOf(orderId, token ?? (await adminToken()));
  if (status !== 200) {
    console.error(`✗ ${status} ${body.detail ?? body}`);
    return 1;
  }
  console.log(json ? JSON.stringify(body, undefined, 2) : timeline(body));
  return body.missing.length > 0 ? 1 : 0;
}

const { values, positionals } = options();
const [orderId, ...more] = positionals;
if (values.help) console.log(USAGE);
else if (!orderId || more.length > 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await main(orderId, values).catch((error) => {
    report(error);
    return 1;
  });
}
