// The configuration of each service, read by its own code.
import { join } from 'node:path';
import { root } from './compose-file.ts';

export const APPS = ['gateway', 'inventory', 'analytics', 'notifications'];

type Parse = (env: NodeJS.ProcessEnv) => Record<string, unknown>;

/** What `app` makes of an environment: every variable that it knows. Throws its ConfigError. */
export async function configOf(app: string): Promise<Parse> {
  const module = await import(join(root, `apps/${app}/src/${app}.config.ts`));
  const parse: Parse = module[`${app}Config`] ?? module.readConfig;
  return (env) => ({ ...parse(env) });
}
