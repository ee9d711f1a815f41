import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The clone that this file lies in. */
export const CLONE = resolve(import.meta.dirname, '..');

/** Node's argument for stack traces with lines of TypeScript; a URL, because the folder may have any name. */
export const SOURCE_MAPS = `--import=${pathToFileURL(resolve(CLONE, 'dist/libs/service/src/source-maps.js'))}`;

const MAX_SOCKET_PATH = 103;
const ROTATE_ABOVE_BYTES = 50_000_000;

/** Where one stack keeps its things; everything lies below `dir` but the socket and, for root, sometimes the engines' home. */
export interface Folders {
  dir: string;
  data: string;
  logs: string;
  /** Built or downloaded engines; shared by every stack of the clone. */
  cache: string;
  endpoints: string;
  state: string;
  socket: string;
  /** Names this stack on the machine: RabbitMQ's node, temporary folders. */
  id: string;
}

export function foldersOf(dir: string): Folders {
  const root = resolve(CLONE, dir);
  const id = createHash('sha256').update(root).digest('hex').slice(0, 10);
  return {
    dir: root,
    data: join(root, 'data'),
    logs: join(root, 'logs'),
    cache: join(CLONE, '.stack', 'cache'),
    endpoints: join(root, 'endpoints.json'),
    state: join(root, 'state.json'),
    socket: socketPath(`storefront-backbone-${ownUid()}-${id}.sock`),
    id,
  };
}

/** Our user's number; a user without an entry in /etc/passwd (containers) has one too. */
export const ownUid = (): number => process.getuid?.() ?? 0;

/** Not below `dir`: the path of a unix socket ends at 103 bytes on macOS and 107 on Linux, the path of a clone does not. */
function socketPath(name: string): string {
  const paths = [tmpdir(), '/tmp', '/var/tmp'].map((folder) => join(folder, name));
  return paths.find((path) => Buffer.byteLength(path) <= MAX_SOCKET_PATH) ?? join('/tmp', name);
}

export function makeFolders(folders: Folders): void {
  for (const folder of [folders.dir, folders.data, folders.logs, folders.cache]) {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  }
}

/** The log of one process: appended to across restarts, set aside once when it has grown large. */
export function logFile(folders: Folders, name: string): string {
  const file = join(folders.logs, `${name}.log`);
  if (existsSync(file) && statSync(file).size > ROTATE_ABOVE_BYTES) renameSync(file, `${file}.1`);
  return file;
}
