import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The full path of a program of this machine. */
export function onPath(name: string, except: string[] = []): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !except.includes(folder))
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
