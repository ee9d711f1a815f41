import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { describe, StackError } from './failure.ts';
import { carryOut, type Order } from './orders.ts';
import type { Stack } from './stack.ts';

/** What a command line may ask of the running supervisor. */
export interface Request {
  order: Order | 'down' | 'hello';
  name?: string;
}

export interface Answer {
  ok: boolean;
  text: string;
  fix?: string;
}

/** Listens for orders on a unix socket that only this user can open. `down` is the supervisor's own way to end. */
export function serveOrders(stack: Stack, down: () => void): Promise<Server> {
  const { socket } = stack.folders;
  rmSync(socket, { force: true });
  const server = createServer((connection) => converse(connection, (request) => answer(stack, request, down)));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const before = process.umask(0o077);
    server.listen(socket, () => resolve(server));
    process.umask(before);
  });
}

function converse(connection: Socket, reply: (request: Request) => Promise<Answer>): void {
  let text = '';
  connection.on('error', () => {}); // A client that is gone does not mind.
  connection.on('data', (chunk) => {
    text += chunk;
    if (!text.endsWith('\n')) return;
    void reply(JSON.parse(text) as Request).then((said) => connection.end(`${JSON.stringify(said)}\n`));
  });
}

async function answer(stack: Stack, { order, name = '' }: Request, down: () => void): Promise<Answer> {
  try {
    if (order === 'hello') return { ok: true, text: stack.isStopping ? 'stopping' : 'running' };
    if (order === 'down') {
      down();
      return { ok: true, text: 'stopping' };
    }
    return { ok: true, text: await carryOut(stack, order, name) };
  } catch (error) {
    return { ok: false, text: describe(error), ...(error instanceof StackError && { fix: error.fix }) };
  }
}

/** Undefined: nothing listens there. */
export function ask(socket: string, request: Request): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    let text = '';
    connection.once('connect', () => connection.write(`${JSON.stringify(request)}\n`));
    connection.on('data', (chunk) => {
      text += chunk;
    });
    connection.once('error', () => resolve(undefined));
    connection.once('end', () => {
      connection.end();
      resolve(text ? (JSON.parse(text) as Answer) : undefined);
    });
  });
}
