import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '../failure.ts';
import type { Folders } from '../folders.ts';

const HOST = 'https://fastdl.mongodb.org';
const REACH_WITHIN_MS = 4_000;
const REMEMBER_FAILURE_MS = 24 * 3_600_000;

/** A real mongod, fetched once into the cache by mongodb-memory-server; undefined where its host is out of reach. */
export async function downloadedMongod(folders: Folders): Promise<string | undefined> {
  const memory = join(folders.cache, 'mongod-download-failed.json');
  const failedAt = recall(memory);
  if (failedAt !== undefined && Date.now() - failedAt < REMEMBER_FAILURE_MS) return undefined;
  const downloadDir = join(folders.cache, 'mongod');
  try {
    if (!existsSync(downloadDir)) await fetch(HOST, { method: 'HEAD', signal: AbortSignal.timeout(REACH_WITHIN_MS) });
    mkdirSync(downloadDir, { recursive: true });
    const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js');
    const file = await MongoBinary.getPath({ downloadDir });
    const tried = spawnSync(file, ['--version'], { encoding: 'utf8' });
    if (tried.status !== 0) throw new Error(`${file} does not run here: ${tried.stderr.trim() || tried.signal}`);
    return file;
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    writeFileSync(memory, JSON.stringify({ failedAt: new Date().toISOString(), reason: describe(cause) }));
    return undefined;
  }
}

function recall(memory: string): number | undefined {
  try {
    const { failedAt } = JSON.parse(readFileSync(memory, 'utf8')) as { failedAt: string };
    return Date.parse(failedAt);
  } catch {
    return undefined;
  }
}
