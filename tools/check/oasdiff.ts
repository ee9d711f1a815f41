import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { foldersOf } from '../../stack/folders.ts';
import { runHelper } from '../../stack/processes/helper.ts';

const VERSION = 'v1.37.0';
const FOLDER = join(foldersOf('.stack').cache, `oasdiff-${VERSION}`);

/** What compares OpenAPI documents (https://www.oasdiff.com): of the PATH, or built with Go once, in half a minute. */
export async function oasdiff(): Promise<string> {
  const folders = [FOLDER, ...(process.env.PATH ?? '').split(delimiter)];
  const found = folders.map((folder) => join(folder, 'oasdiff')).find((file) => existsSync(file));
  if (found) return found;
  const env = { ...process.env, GOBIN: FOLDER };
  const built = await runHelper('go', ['install', `github.com/oasdiff/oasdiff@${VERSION}`], { cwd: '/', env });
  if (!built.ok) throw new Error(`oasdiff could not be built: ${built.said}`);
  return join(FOLDER, 'oasdiff');
}

/** Neither there nor to be built. */
export const withoutOasdiff = (): string | undefined => {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const has = (program: string) => folders.some((folder) => existsSync(join(folder, program)));
  return has('oasdiff') || has('go') || existsSync(FOLDER) ? undefined : 'needs oasdiff, or Go to build it';
};
