import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type Identity, treeOf } from './identity.ts';

const LISTEN = '0A';

/** The kernel's numbers of the sockets that listen on a port, of any process. */
function socketsListeningOn(port: number): Set<string> {
  const inodes = new Set<string>();
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of linesOf(table)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (state === LISTEN && local?.endsWith(suffix) && inode) inodes.add(inode);
    }
  }
  return inodes;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return []; // A machine without IPv6.
  }
}

function holdsOne(pid: number, inodes: Set<string>): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((name) => inodes.has(linkOf(`${folder}/${name}`).slice('socket:['.length, -1)));
  } catch {
    return false;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // Closed in between.
  }
}

/** Whether it is this process (or one below it) that answers on the port, and not a stranger who was faster. */
export function listensOn(identity: Identity, port: number): boolean {
  const inodes = socketsListeningOn(port);
  return inodes.size > 0 && treeOf(identity).some(({ pid }) => holdsOne(pid, inodes));
}
