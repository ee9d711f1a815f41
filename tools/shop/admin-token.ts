import { StackError } from '../../stack/failure.ts';
import { CLONE } from '../../stack/folders.ts';
import { runHelper } from '../../stack/processes/helper.ts';

/** A development token with the role admin, as `npm run token` prints it. */
export async function adminToken(): Promise<string> {
  const { ok, said } = await runHelper(process.execPath, ['tools/token.ts', '--role', 'admin'], { cwd: CLONE });
  if (!ok) throw new StackError(`no admin token: ${said}`, 'npm run token -- --role admin');
  return said.split('\n').at(-1) ?? '';
}
