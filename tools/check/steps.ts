import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, quietCommand, root } from './command.ts';
import { brokenScripts, docsFindings } from './docs.ts';
import { staleGeneratedFiles } from './generated-files.ts';
import { licenceFindings } from './licences.ts';
import { lockingStatements, withoutSquawk } from './migrations.ts';
import { withoutOasdiff } from './oasdiff.ts';
import { changedMigrations } from './released-migrations.ts';
import { brokenOpenApi } from './released-openapi.ts';
import { brokenProtos } from './released-protos.ts';
import type { Step } from './step.ts';
import { treeFindings } from './tree.ts';

const openapi = 'docs/openapi.yaml';
const missing = (path: string) => (existsSync(join(root, path)) ? undefined : `there is no ${path}`);

/** In the order in which they start: the slow ones first, so that the whole ends sooner. */
export const steps: Step[] = [
  {
    name: 'lint-types',
    promise: 'promises are awaited and switches exhaustive (typescript-eslint)',
    run: () => command('eslint', '.', '--max-warnings', '0'),
  },
  {
    name: 'lockfile',
    promise: 'package-lock.json fits package.json: npm ci would work',
    run: () => quietCommand(/npm error/, 'npm', 'ci', '--dry-run', '--ignore-scripts'),
  },
  {
    name: 'layers',
    promise: 'the layer rules of .dependency-cruiser.cjs hold',
    run: () => command('depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...sources()),
  },
  {
    name: 'generated',
    promise: 'generated types and docs/asyncapi.json are what the .proto, the event schemas and the topology say',
    run: staleGeneratedFiles,
  },
  {
    name: 'openapi',
    promise: `${openapi} is what the gateway serves`,
    skip: () => missing(openapi),
    run: () => command('node', 'tools/run.ts', 'tools/openapi/main.js', '--check'),
  },
  {
    name: 'openapi-lint',
    promise: `${openapi} passes redocly`,
    skip: () => missing(openapi),
    run: () => quietCommand(/\bwarning\b/i, 'redocly', 'lint', openapi),
  },
  {
    name: 'openapi-breaks',
    promise: `${openapi} breaks no client of docs/released/openapi.yaml (oasdiff)`,
    skip: withoutOasdiff,
    run: () => brokenOpenApi(),
  },
  {
    name: 'types',
    promise: 'every TypeScript file type-checks',
    run: () => command('node', 'node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.json'),
  },
  {
    name: 'proto',
    promise: 'protos/ passes buf lint, is formatted, and breaks nothing that was released',
    run: async () => [
      ...(await command('buf', 'lint')),
      ...(await command('buf', 'format', '--diff', '--exit-code')),
      ...(await brokenProtos()),
    ],
  },
  {
    name: 'lint',
    promise: 'format, import order and lint, without a warning (biome)',
    run: () => command('biome', 'ci', '--error-on-warnings', '.'),
  },
  {
    name: 'docs',
    promise: 'links, npm scripts and files that the docs name exist; so do the files that npm scripts run',
    run: async () => [...docsFindings(root, Object.keys(scripts())), ...brokenScripts(scripts(), root)],
  },
  {
    name: 'migrations',
    promise:
      'no migration locks a table that is in use, or takes from programs of the version before what they read (squawk)',
    skip: withoutSquawk,
    run: async () => migrations().flatMap((file) => lockingStatements(file, readFileSync(join(root, file), 'utf8'))),
  },
  {
    name: 'migrations-kept',
    promise: 'no migration has changed since it was released: databases that have it refuse what comes after',
    run: async () => changedMigrations(root),
  },
  {
    name: 'tree',
    promise: 'no file that git tracks holds hidden characters or what looks like a credential',
    run: async () => treeFindings(root, trackedFiles()),
  },
  {
    name: 'licences',
    promise: 'every locked package has a licence that an MIT project may build on',
    run: async () => licenceFindings(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))),
  },
];

function sources(): string[] {
  return ['apps', 'libs', 'stack', 'tools', 'tests'].filter((folder) => existsSync(join(root, folder)));
}

/** Also files that are new and not ignored: they are about to be tracked. */
function trackedFiles(): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0');
  return listed.filter((file) => file && existsSync(join(root, file)));
}

function migrations(): string[] {
  return trackedFiles().filter((file) => /^apps\/\w+\/migrations\/.+\.sql$/.test(file));
}

function scripts(): Record<string, string> {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
}
