import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Identity, identify, isAlive } from './processes/identity.ts';

// Below the kernel's range for outgoing connections (32768 and up): a port found here stays free while its engine restarts.
const FIRST = 20_000;
const LAST = 31_999;

// What the stacks of this machine have chosen but do not listen on yet: two that start together would choose the same.
const RESERVED = join(tmpdir(), 'storefront-backbone-ports');

interface Reservation {
  owner: string;
  by: Identity;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Free on both loopback addresses: a browser tries ::1 first for "localhost". A machine without IPv6 counts as free there. */
export async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'));
}

function reservation(port: number | string): Reservation | undefined {
  try {
    return JSON.parse(readFileSync(join(RESERVED, String(port)), 'utf8')) as Reservation;
  } catch {
    return undefined;
  }
}

/** Open to every user of the machine, like /tmp itself. */
function makeReservedFolder(): void {
  if (mkdirSync(RESERVED, { recursive: true })) chmodSync(RESERVED, 0o1777);
}

function reserve(port: number, owner: string): boolean {
  const by = identify(process.pid);
  if (!by) return true;
  makeReservedFolder();
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(join(RESERVED, String(port)), JSON.stringify({ owner, by }), { flag: 'wx' });
      return true;
    } catch {
      const holder = reservation(port);
      if (holder && isAlive(holder.by)) return false;
      try {
        rmSync(join(RESERVED, String(port)), { force: true });
      } catch {
        return true; // A dead reservation of another user: it counts for nothing, but is not ours to remove.
      }
    }
  }
  return false;
}

/** Gives back what a stack has reserved. */
export function releasePorts(owner: string): void {
  try {
    for (const port of readdirSync(RESERVED)) {
      if (reservation(port)?.owner === owner) rmSync(join(RESERVED, port), { force: true });
    }
  } catch {
    // Nothing was ever reserved.
  }
}

/** Hands out ports for one stack; never the same one twice, never one that another stack is about to use. */
export class Ports {
  private readonly owner: string;

  constructor(owner = `process ${process.pid}`) {
    this.owner = owner;
  }

  /** This very port, if it can be had. */
  async take(port: number): Promise<boolean> {
    return (await isFree(port)) && reserve(port, this.owner);
  }

  /** The usual port, or another free one when it is taken. */
  async usual(port: number): Promise<number> {
    return (await this.take(port)) ? port : this.free();
  }

  async free(): Promise<number> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
      if (await this.take(port)) return port;
    }
    throw new Error(`no free port between ${FIRST} and ${LAST}`);
  }
}
