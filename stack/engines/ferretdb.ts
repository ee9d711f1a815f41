import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { plainEnvironment } from '../environment.ts';
import { type Folders, logFile } from '../folders.ts';
import { probeMongo, probeMongoAlive } from '../probes.ts';
import { lastWords, runHelper } from '../processes/helper.ts';
import type { Found, Part } from '../processes/part.ts';
import { type Say, timed } from '../progress.ts';
import { ensureEqualityIndexes } from './ferretdb-indexes.ts';
import { onPath } from './on-path.ts';
import { clusterPart, clusterUrl } from './postgres-cluster.ts';

const SOURCE = join(import.meta.dirname, '..', 'ferretdb');
const DATABASE = 'ferretdb';

/** FerretDB 1.24: the MongoDB protocol over a PostgreSQL cluster of its own (so its faults are not the shop's). Built once with Go. */
export async function findFerretdb(folders: Folders, port: number, clusterPort: number, say: Say): Promise<Found> {
  const built = await binary(folders, say);
  if (!built.ok) return built;
  const cluster = await clusterPart({ folders, name: 'mongodb-postgres', port: clusterPort });
  const url = ferretdbPostgresUrl(clusterPort);
  return {
    ok: true,
    how: 'FerretDB 1.24.2 (MongoDB protocol) over a PostgreSQL of its own',
    parts: [{ ...cluster, onReady: () => ensureDatabase(clusterPort) }, serverPart(folders, built.file, port, url)],
  };
}

/** The database below FerretDB, as its superuser. */
export const ferretdbPostgresUrl = (clusterPort: number) => clusterUrl(clusterPort, DATABASE);

function serverPart(folders: Folders, command: string, port: number, url: string): Part {
  return {
    name: 'mongodb',
    command,
    args: [`127.0.0.1:${port}`, url],
    env: plainEnvironment(),
    cwd: folders.dir,
    log: logFile(folders, 'mongodb'),
    port,
    stopSignal: 'SIGTERM',
    graceMs: 3_000,
    probe: (phase) =>
      phase === 'starting' ? probeMongo(`mongodb://127.0.0.1:${port}/analytics_db`) : probeMongoAlive(port),
  };
}

async function ensureDatabase(port: number): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl(port) });
  client.on('error', () => {});
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
  await ensureEqualityIndexes(ferretdbPostgresUrl(port));
}

type Binary = { ok: true; file: string } | { ok: false; reason: string; fix: string };

/** The binary's name carries its source, so a changed go.mod is built anew. */
async function binary(folders: Folders, say: Say): Promise<Binary> {
  const hash = createHash('sha256');
  for (const name of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(join(SOURCE, name)));
  const file = join(folders.cache, `ferretdb-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(file)) return { ok: true, file };
  const go = onPath('go') ?? ['/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find((path) => existsSync(path));
  if (!go) {
    const reason = 'no mongod on this machine, its download is out of reach, and FerretDB cannot be built without Go';
    return { ok: false, reason, fix: 'install mongod, or Go 1.24 or later (https://go.dev/dl), or set MONGODB_URI' };
  }
  mkdirSync(folders.cache, { recursive: true });
  const fresh = `${file}.${process.pid}`;
  const build = () => runHelper(go, ['build', '-o', fresh, '.'], { cwd: SOURCE, env: process.env });
  const end = await timed(say, 'building FerretDB, once (about a minute, plus its download)', build);
  if (!end.ok) {
    return {
      ok: false,
      reason: `FerretDB could not be built: ${lastWords(end)}`,
      fix: `cd ${SOURCE} && go build .   (or install mongod, or set MONGODB_URI)`,
    };
  }
  renameSync(fresh, file);
  return { ok: true, file };
}
