import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One numbered file: `NNNN.do.<name>.sql`, or `NNNN.do.<name>.alone.sql` when it cannot run in a transaction. */
export interface MigrationFile {
  version: number;
  name: string;
  sql: string;
  /** Runs statement by statement outside a transaction, and again from its beginning when it was interrupted. */
  alone: boolean;
  /** The oldest program that works with this version: its own, unless the file says `-- compatible-from: N`. */
  compatibleFrom: number;
}

const FILE_NAME = /^(?<version>\d+)\.do\.(?<name>[^.]+)(?<alone>\.alone)?\.sql$/;
const COMPATIBLE_FROM = /^-- compatible-from: (\d+)$/m;

/** The migrations of a folder, in order. */
export function migrationFiles(folder: string): MigrationFile[] {
  return readdirSync(folder)
    .flatMap((file) => {
      const parts = FILE_NAME.exec(file)?.groups;
      return parts ? [migrationFile(parts, readFileSync(join(folder, file), 'utf8'))] : [];
    })
    .sort((a, b) => a.version - b.version);
}

function migrationFile(parts: Record<string, string | undefined>, sql: string): MigrationFile {
  const version = Number(parts.version);
  const { name = '', alone } = parts;
  return { version, name, sql, alone: alone !== undefined, compatibleFrom: compatibleFrom(version, sql) };
}

function compatibleFrom(version: number, sql: string): number {
  const declared = Number(COMPATIBLE_FROM.exec(sql)?.[1] ?? version);
  if (declared >= 1 && declared <= version) return declared;
  throw new Error(`Migration ${version} says compatible-from: ${declared}, which has to be between 1 and ${version}`);
}

/**
 * What is applied together: neighbours share one transaction, a file that runs alone is a step of its own.
 */
export function stepsOf(files: MigrationFile[]): MigrationFile[][] {
  const steps: MigrationFile[][] = [];
  for (const file of files) {
    const last = steps.at(-1);
    if (last && !file.alone && !last[0]?.alone) last.push(file);
    else steps.push([file]);
  }
  return steps;
}

/** Statements end with `;` at the end of a line; `$$ … $$` is one piece. */
export function statementsOf(sql: string): string[] {
  const statements: string[] = [];
  let statement = '';
  for (const line of sql.split(/\r?\n/)) {
    if (/^\s*--/.test(line)) continue;
    statement += `${line}\n`;
    const isQuoted = statement.split('$$').length % 2 === 0;
    if (isQuoted || !/;\s*$/.test(line)) continue;
    statements.push(statement.trim());
    statement = '';
  }
  return [...statements, statement.trim()].filter((one) => one !== '');
}
