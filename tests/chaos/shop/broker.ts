import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ChaosShop } from './shop.ts';

const CONTROL = '/usr/lib/rabbitmq/bin/rabbitmqctl';

/** A call of RabbitMQ's management API, without anything in between. */
export async function brokerApi<Body>(
  { engines }: ChaosShop,
  method: string,
  path: string,
  body?: object,
): Promise<Body> {
  const response = await fetch(`${engines.addresses.rabbitmqUi}/api${path}`, {
    method,
    headers: { authorization: `Basic ${btoa('guest:guest')}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as Body;
}

/** `rabbitmqctl`, for what the API has no word for. */
export async function brokerControl({ engines }: ChaosShop, ...args: string[]): Promise<void> {
  const node = engines.component('rabbitmq').processes.find(({ part }) => part.name === 'rabbitmq');
  if (!node) return;
  // Erlang ends well when it is asked to end: only SIGKILL makes a late command a failed one.
  const late = { timeout: 60_000, killSignal: 'SIGKILL' } as const;
  await promisify(execFile)(CONTROL, args, { env: node.part.env, ...late });
}
