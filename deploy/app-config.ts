// The configuration of each service, read by its own code.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './compose-file.ts';

export const APPS = ['gateway', 'inventory', 'orders', 'analytics', 'notifications', 'payment-simulator'];

type Parse = (env: NodeJS.ProcessEnv) => Record<string, unknown>;

/** What `app` makes of an environment: every variable that it knows. Throws its ConfigError. */
export async function configOf(app: string): Promise<Parse> {
  const folder = existsSync(join(root, 'apps', app)) ? `apps/${app}/src` : `tools/${app}`;
  const module = await import(join(root, folder, `${app}.config.ts`));
  const camelCase = app.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const parse: Parse = module[`${camelCase}Config`];
  return (env) => ({ ...parse(env) });
}
