// docker-compose.yml as `docker compose config` would see it, for the specs beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';

export const root = join(import.meta.dirname, '..');
export const read = (path: string) => readFileSync(join(root, path), 'utf8');

export interface ComposeService {
  container_name: string;
  image?: string;
  build?: { context: string; target: string };
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  restart: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  init?: boolean;
  stop_grace_period?: string;
  profiles?: string[];
  networks?: string[];
  network_mode?: string;
  mem_limit?: string;
  cpus?: string | number;
  cap_drop?: string[];
  security_opt?: string[];
  read_only?: boolean;
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
  networks: Record<string, unknown>;
}

/** What `cp .env.example .env` gives. */
export const exampleEnv: NodeJS.Dict<string> = parseEnv(read('.env.example'));

/** As written, variables not yet replaced. */
export const written: ComposeFile = parse(read('docker-compose.yml'), { merge: true });

/** With `env` in place of the variables, by Compose's rules for `${X}`, `${X:-default}` and `${X:?message}`. */
export function resolved(env: NodeJS.Dict<string>): ComposeFile {
  const text = JSON.stringify(written).replace(VARIABLE, (_whole, name: string, kind?: string, rest = '') => {
    const value = env[name];
    if (value) return value;
    if (kind === ':?') throw new Error(`${name}: ${rest}`);
    return kind === ':-' ? rest : '';
  });
  return JSON.parse(text.replaceAll('$$', '$'));
}

/** Each variable that the file reads: name and whether it must be set. */
export function variables(): Map<string, { required: boolean }> {
  const found = [...read('docker-compose.yml').matchAll(VARIABLE)];
  return new Map(found.map(([, name = '', kind]) => [name, { required: kind === ':?' }]));
}

const VARIABLE = /\$\{([A-Z0-9_]+)(?:(:[-?])([^}]*))?\}/g;
