import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What was released last. */
export interface Release {
  version: string;
  commit: string;
  /** Why nobody can go back to it once a later version has migrated. */
  no_way_back?: string;
}

/** The newest tag `v*`. Version 0.1.0 has none: released.json stands for it. */
export function lastRelease(root: string): Release {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  const [tag] = git('tag', '--list', 'v*', '--sort=-v:refname').split('\n');
  if (tag) return { version: tag.slice(1), commit: git('rev-parse', `${tag}^{commit}`) };
  return JSON.parse(readFileSync(join(import.meta.dirname, 'released.json'), 'utf8'));
}
