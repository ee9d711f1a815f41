import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { written } from '../../deploy/compose-file.ts';
import { CLONE } from '../../stack/folders.ts';

/** A port that docker-compose.yml opens, and the variable of .env that moves it. */
export interface ComposePort {
  service: string;
  variable: string;
  port: string;
}

/** Every port of docker-compose.yml, its profiles included, as `env` has it. */
export function portsOfCompose(env: NodeJS.Dict<string>): ComposePort[] {
  return Object.entries(written.services).flatMap(([service, { ports = [] }]) =>
    ports.map((text) => {
      const [, variable = '', usual = ''] = /\$\{(\w+):-(\d+)\}/.exec(text) ?? [];
      return { service, variable, port: env[variable] || usual };
    }),
  );
}

/** What docker compose would read: .env, and above it the environment. */
export function composeEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.Dict<string> {
  const file = join(CLONE, '.env');
  return { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...env };
}

export const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
