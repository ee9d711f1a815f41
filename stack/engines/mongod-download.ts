import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '../failure.ts';
import type { Folders } from '../folders.ts';
import { type Say, timed } from '../progress.ts';

const HOST = 'https://fastdl.mongodb.org';
const REACH_WITHIN_MS = 4_000;
const REMEMBER_FAILURE_MS = 24 * 3_600_000;

/** A real mongod, fetched once into the cache by mongodb-memory-server; undefined where its host is out of reach. */
export async function downloadedMongod(folders: Folders, say: Say): Promise<string | undefined> {
  const memory = join(folders.cache, 'mongod-download-failed.json');
  const failedAt = recall(memory);
  if (failedAt !== undefined && Date.now() - failedAt < REMEMBER_FAILURE_MS) return undefined;
  try {
    const file = await fetchMongod(join(folders.cache, 'mongod'), say);
    const tried = spawnSync(file, ['--version'], { encoding: 'utf8' });
    if (tried.status !== 0) throw new Error(`${file} does not run here: ${tried.stderr.trim() || tried.signal}`);
    return file;
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    writeFileSync(memory, JSON.stringify({ failedAt: new Date().toISOString(), reason: describe(cause) }));
    return undefined;
  }
}

async function fetchMongod(downloadDir: string, say: Say): Promise<string> {
  const have = existsSync(downloadDir) && readdirSync(downloadDir).some((name) => name.startsWith('mongod'));
  if (!have)
    await timed(say, `asking ${HOST} for mongod`, () =>
      fetch(HOST, { method: 'HEAD', signal: AbortSignal.timeout(REACH_WITHIN_MS) }),
    );
  mkdirSync(downloadDir, { recursive: true });
  const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js');
  return timed(say, 'fetching mongod, once', () => MongoBinary.getPath({ downloadDir }));
}

function recall(memory: string): number | undefined {
  try {
    const { failedAt } = JSON.parse(readFileSync(memory, 'utf8')) as { failedAt: string };
    return Date.parse(failedAt);
  } catch {
    return undefined;
  }
}
