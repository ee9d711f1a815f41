import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { brokenScripts, docsFindings } from './docs.ts';

describe('docs name only what exists', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'docs-'));
    mkdirSync(join(root, 'docs'));
    mkdirSync(join(root, 'tools'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const findings = (text: string, file = 'README.md') => {
    writeFileSync(join(root, file), text);
    return docsFindings(root, ['start', 'test', 'check', 'dlq', 'test:unit']);
  };

  it('accepts files, folders, headings, other sites and known scripts', () => {
    const text = `# Two words, here
      [a](docs) [b](#two-words-here) [c](https://example.org/x) [d](./README.md) \`tools/\` \`tools\`
      npm install && npm start, \`npm test\`, \`npm run -s dlq -- list x\`, \`npm run test:unit\`, npm ci`;
    expect(findings(text.replaceAll('      ', ''))).toEqual([]);
  });

  it('names a link to a missing file and to a missing heading', () => {
    expect(findings('[a](../gone.md) [b](README.md#gone)', 'docs/x.md')).toEqual([
      'docs/x.md: the link ../gone.md leads nowhere',
      'docs/x.md: the link README.md#gone leads nowhere',
    ]);
  });

  it('names a script that package.json does not have, in code blocks as well', () => {
    expect(findings('```sh\nnpm run chekc\nnpm run -s tokne -- --role admin\n```')).toEqual([
      'README.md: there is no npm script "chekc"',
      'README.md: there is no npm script "tokne"',
    ]);
  });

  it('names a path of this repository that is not there', () => {
    expect(findings('see `tools/gone.ts`, not `apps/<name>/src` and not `libs/*/src`')).toEqual([
      'README.md: there is no tools/gone.ts',
    ]);
  });

  it('names a script of package.json that runs a missing file', () => {
    writeFileSync(join(root, 'tools/run.ts'), '');
    const scripts = {
      good: 'node tools/run.ts',
      compiled: 'node tools/run.js',
      bad: 'node tools/run.ts tools/gone/main.js',
    };
    expect(brokenScripts(scripts, root)).toEqual([
      'package.json: the script "bad" runs tools/gone/main.js, which does not exist',
    ]);
  });
});
