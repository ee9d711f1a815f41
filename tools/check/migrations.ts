import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './command.ts';
import type { Finding } from './step.ts';

/** Taste, and what the migrator sees to: one transaction for each file, limits of time for each statement. */
const NOT_ASKED = [
  'prefer-robust-stmts',
  'prefer-bigint-over-int',
  'prefer-bigint-over-smallint',
  'prefer-identity',
  'prefer-text-field',
  'prefer-timestamptz',
  'require-lock-timeout',
  'require-statement-timeout',
];

/** Applied everywhere already, so they stay as they are. */
const ACCEPTED: { file: string; rules: string[]; because: string }[] = [
  {
    file: 'apps/inventory/migrations/0005.do.two-phase-stock.sql',
    rules: ['constraint-missing-not-valid'],
    because: 'products has some thousand rows: the scan takes milliseconds',
  },
  {
    file: 'apps/inventory/migrations/0009.do.listing.alone.sql',
    rules: ['require-concurrent-index-creation'],
    because: 'nothing reads the new table yet',
  },
  {
    file: 'apps/orders/migrations/0004.do.notices-on-the-order.sql',
    rules: ['ban-drop-column'],
    because: 'before the first release of orders',
  },
];

// Its own package for each platform; npm brings the one for Linux on x64, elsewhere the program may be on the PATH.
const PACKED = join(root, 'node_modules/@squawk-cli/linux-x64/bin/squawk');
const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'squawk'));
const SQUAWK = [PACKED, ...onPath].find((file) => existsSync(file));

/** Why migrations cannot be looked at here. */
export const withoutSquawk = (): string | undefined =>
  SQUAWK ? undefined : 'needs squawk (https://squawkhq.com) on the PATH';

interface Violation {
  file: string;
  line: number;
  rule_name: string;
  message: string;
  help: string | null;
}

/** What in a migration stops everybody who uses its table, or breaks programs of the version before (https://squawkhq.com). */
export function lockingStatements(file: string, sql: string): Finding[] {
  // A table that the same transaction creates is not in use yet; `.alone.sql` runs without one.
  const transaction = file.endsWith('.alone.sql') ? [] : ['--assume-in-transaction'];
  const args = ['--reporter', 'json', '--pg-version', '18', '--exclude', NOT_ASKED.join(','), ...transaction];
  const { stdout, stderr } = spawnSync(SQUAWK ?? 'squawk', [...args, '--stdin-filepath', file], {
    input: sql,
    encoding: 'utf8',
  });
  if (!stdout) return [`${file}: ${stderr}`];
  return (JSON.parse(stdout) as Violation[])
    .filter(({ rule_name }) => !ACCEPTED.some((known) => known.file === file && known.rules.includes(rule_name)))
    .map(({ line, rule_name, message, help }) => `${file}:${line + 1}: ${message} ${help ?? ''} (${rule_name})`);
}
