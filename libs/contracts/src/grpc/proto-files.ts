import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Loader options that the generated types describe: snake_case fields, 64-bit integers as numbers (all ours stay below 2^53). */
export const PROTO_LOADER_OPTIONS = {
  keepCase: true,
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
} as const;

/** Absolute path of a file below `protos/`, from the sources and from `dist` alike. */
export const protoFile = (name: string): string => findUp(dirname(fileURLToPath(import.meta.url)), `protos/${name}`);

function findUp(folder: string, path: string): string {
  const candidate = join(folder, path);
  if (existsSync(candidate)) return candidate;
  if (dirname(folder) === folder) throw new Error(`${path} is missing: it is shipped beside dist/`);
  return findUp(dirname(folder), path);
}
