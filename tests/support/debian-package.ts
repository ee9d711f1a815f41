import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf } from '../../stack/folders.ts';
import { runHelper } from '../../stack/processes/helper.ts';

/**
 * A package of Debian, unpacked below `.stack/cache` and not installed: nothing is started by it, nothing is left behind.
 * @param wanted a path inside of the package that tells that it is there
 * @returns the folder that stands for `/`
 */
export async function debianPackage(name: string, wanted: string): Promise<string> {
  const folder = join(foldersOf('.stack').cache, name);
  if (existsSync(join(folder, wanted))) return folder;
  mkdirSync(folder, { recursive: true });
  const get = `apt-get update -qq; apt-get download ${name} && dpkg -x ${name}_*.deb . && rm -r ${name}_*.deb usr/share`;
  // apt's download runs as a user of its own, who has to be able to write here.
  const { ok, said } = await runHelper('sh', ['-c', `chmod 777 . && ${get}`], { cwd: folder });
  if (!ok) throw new Error(`this spec needs ${name} (apt-get install ${name}): ${said}`);
  return folder;
}
