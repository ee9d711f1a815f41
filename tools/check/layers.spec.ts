import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { root } from './command.ts';

// A tree that breaks each layer rule once. file: [imported, rule that must object]
const broken: Record<string, [string, string]> = {
  'apps/a/src/other-app.ts': ['../../b/src/b.js', 'apps-know-no-other-app'],
  'libs/x/src/app.ts': ['../../../apps/b/src/b.js', 'libs-know-no-app'],
  'libs/contracts/src/other-lib.ts': ['../../x/src/inside.js', 'contracts-know-nothing'],
  'apps/a/src/past-the-index.ts': ['../../../libs/x/src/inside.js', 'libs-by-their-index'],
  'apps/a/src/tool.ts': ['../../../tools/tool.js', 'nothing-below-imports-tools'],
  'apps/a/src/a-stack.ts': ['../../../stack/start.js', 'only-tests-know-the-stack'],
  'stack/lib.ts': ['../libs/x/src/index.js', 'stack-knows-nothing-above'],
  'tools/test.ts': ['../tests/support.js', 'tools-know-no-tests'],
  'apps/a/src/helper.ts': ['../../../libs/testing/src/index.js', 'production-knows-no-tests'],
  'apps/a/src/spec.ts': ['./a.spec.js', 'production-knows-no-tests'],
  'apps/a/src/dev.ts': ['yaml', 'production-has-no-dev-dependency'],
  'apps/a/src/cycle.ts': ['./partner.js', 'no-cycles'],
  'apps/a/src/gone.ts': ['./nowhere.js', 'everything-resolves'],
  'apps/a/src/broker.ts': ['amqplib', 'only-owners-import-amqplib'],
  'apps/a/src/sql.ts': ['pg', 'only-owners-import-pg'],
  'apps/a/src/documents.ts': ['mongodb', 'only-owners-import-mongodb'],
  'apps/a/src/mail.ts': ['nodemailer', 'only-owners-import-nodemailer'],
  'apps/a/src/bounds.dto.ts': ['class-validator', 'only-owners-import-class-validator'],
  'apps/a/src/calls.ts': ['@grpc/grpc-js', 'only-owners-import-@grpc/grpc-js'],
};
const fine: Record<string, string[]> = {
  'apps/b/src/b.ts': ['../../../libs/x/src/index.js'],
  'apps/a/src/partner.ts': ['./cycle.js'],
  'apps/a/src/a.spec.ts': ['../../../libs/testing/src/index.js', 'pg', 'yaml'],
  'apps/a/src/sales.pg.repository.ts': ['pg'],
  'apps/a/src/sales.mongo.repository.ts': ['mongodb'],
  'apps/a/src/sender.smtp.ts': ['nodemailer'],
  'libs/messaging/src/connection.ts': ['amqplib'],
  'libs/x/src/inside.ts': [],
  'libs/x/src/index.ts': ['./inside.js'],
  'libs/testing/src/index.ts': ['pg'],
  'stack/start.ts': [],
  'tests/support.ts': ['../stack/start.js'],
  'tools/tool.ts': ['../stack/start.js'],
};

let base: string;
let report: string;

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'layers-'));
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    cpSync(join(root, file), join(base, file));
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
  for (const [file, [target]] of Object.entries(broken)) write(file, [target]);
  for (const [file, targets] of Object.entries(fine)) write(file, targets);
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
    'apps',
    'libs',
    'stack',
    'tools',
    'tests',
  ];
  const options = { cwd: base, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' } } as const;
  report = spawnSync(process.execPath, ['--preserve-symlinks', cruiser, ...args], options).stdout;
}, 30_000);
afterAll(() => rmSync(base, { recursive: true }));

function write(file: string, targets: string[]) {
  mkdirSync(dirname(join(base, file)), { recursive: true });
  const lines = targets.map((target, i) => `import * as i${i} from '${target}';\nexport const e${i} = i${i};\n`);
  writeFileSync(join(base, file), `${lines.join('')}export const self = 1;\n`);
}

it.each(Object.entries(broken).map(([file, [, rule]]) => ({ file, rule })))('$file breaks $rule', ({ file, rule }) => {
  expect(report).toContain(`${rule}: ${file} → `);
});

it('objects to nothing that is allowed', () => {
  const objections = report
    .split('\n')
    .filter((line) => Object.keys(fine).some((file) => line.includes(`: ${file} →`)));
  expect(objections.filter((line) => !line.includes('no-cycles'))).toEqual([]);
});
