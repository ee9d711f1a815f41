import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '../../libs/testing/src/free-port.ts';
import { startProcess } from '../../libs/testing/src/node-process.ts';
import { readyOrClosed } from '../../libs/testing/src/ready-or-closed.ts';
import type { BenchShop } from './shop.ts';

/** A server that the bench measures against, and how to end it. */
export interface Reference {
  url: string;
  stop(): Promise<unknown>;
}

/** Reference (a): bare Nest on Fastify with a constant answer. */
export async function startBare(): Promise<Reference> {
  const port = await freePort();
  const env = { HTTP_PORT: String(port), NODE_ENV: 'production' };
  const { stop } = await startProcess('tests/bench/references/bare', env, { port });
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** Reference (d): the textbook saga, with databases and a virtual host of its own, and the same payment service. */
export async function startTextbookSaga(shop: BenchShop): Promise<Reference> {
  const [http, grpc] = [await freePort(), await freePort()];
  const env = { HTTP_PORT: String(http), GRPC_PORT: String(grpc), NODE_ENV: 'production' };
  const stockDatabase = { DATABASE_URL: await shop.createDatabase('textbook_stock') };
  const near = {
    DATABASE_URL: await shop.createDatabase('textbook_saga'),
    RABBITMQ_URL: await shop.createVhost('textbook_saga'),
    PAYMENT_URL: shop.endpoints.payment_simulator,
  };
  const stock = await startProcess(
    'tests/bench/references/textbook-stock',
    { ...env, ...stockDatabase },
    { port: grpc },
  );
  const starting = startProcess('tests/bench/references/textbook-saga', { ...env, ...near }, { port: http });
  const saga = await readyOrClosed(starting, () => stock.stop());
  const stop = async () => {
    await saga.stop();
    await stock.stop();
  };
  return { url: `http://127.0.0.1:${http}`, stop };
}

/** Reference (b): the textbook path, with a database and a virtual host of its own on the same engines. */
export async function startTextbook(shop: BenchShop): Promise<Reference> {
  const [http, grpc] = [await freePort(), await freePort()];
  const env = { HTTP_PORT: String(http), GRPC_PORT: String(grpc), NODE_ENV: 'production' };
  const database = { DATABASE_URL: await shop.createDatabase('textbook') };
  const broker = { RABBITMQ_URL: await shop.createVhost('textbook') };
  const inventory = await startProcess(
    'tests/bench/references/textbook-inventory',
    { ...env, ...database },
    { port: grpc },
  );
  const starting = startProcess('tests/bench/references/textbook-front', { ...env, ...broker }, { port: http });
  const front = await readyOrClosed(starting, () => inventory.stop());
  const stop = async () => {
    await front.stop();
    await inventory.stop();
  };
  return { url: `http://127.0.0.1:${http}`, stop };
}

/** Runs a reference to its end. @returns the number that it prints */
export async function runReference(name: string, env: NodeJS.ProcessEnv): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [`dist/tests/bench/references/${name}.js`], {
    env: { ...process.env, ...env },
  });
  return Number(stdout);
}
