import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment } from '../environment.ts';
import { type Folders, logFile } from '../folders.ts';
import { probeMongo, probeMongoAlive } from '../probes.ts';
import type { Found, Part } from '../processes/part.ts';
import type { Say } from '../progress.ts';
import { findFerretdb } from './ferretdb.ts';
import { downloadedMongod } from './mongod-download.ts';
import { onPath } from './on-path.ts';
import { engineHome, postgresUser } from './os-user.ts';

export interface MongodbPorts {
  mongodb: number;
  /** Of FerretDB's own PostgreSQL. */
  cluster: number;
}

/** mongod of this machine, else a downloaded one, else FerretDB; whichever wrote the data that is there goes on. */
export async function findMongodb(folders: Folders, ports: MongodbPorts, say: Say): Promise<Found> {
  const ferretHasData = existsSync(join(engineHome(folders, postgresUser()), 'mongodb-postgres', 'PG_VERSION'));
  if (!ferretHasData) {
    const mongod = onPath('mongod') ?? (await downloadedMongod(folders, say));
    if (mongod) return { ok: true, how: `mongod (${mongod})`, parts: [mongodPart(folders, mongod, ports.mongodb)] };
  }
  return findFerretdb(folders, ports.mongodb, ports.cluster, say);
}

function mongodPart(folders: Folders, command: string, port: number): Part {
  const data = join(folders.data, 'mongodb');
  mkdirSync(data, { recursive: true });
  const settings = ['--bind_ip', '127.0.0.1', '--nounixsocket', '--wiredTigerCacheSizeGB', '0.25', '--quiet'];
  return {
    name: 'mongodb',
    command,
    args: ['--dbpath', data, '--port', String(port), ...settings],
    env: plainEnvironment(),
    cwd: data,
    log: logFile(folders, 'mongodb'),
    port,
    stopSignal: 'SIGTERM',
    graceMs: 6_000,
    probe: (phase) =>
      phase === 'starting' ? probeMongo(`mongodb://127.0.0.1:${port}/analytics_db`) : probeMongoAlive(port),
  };
}
