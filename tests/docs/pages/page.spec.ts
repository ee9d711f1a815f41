import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PAGES } from './index.js';
import { commandsOf, readPage } from './page.js';

const read = (...lines: string[]) => readPage('a.md', lines.join('\n'));

describe('a page', () => {
  it('has commands in sh blocks and in code marks, each with its line and section', () => {
    expect(read('# One', 'Say `npm run verify` and `order_id`.', '', '## Two', '```sh', 'ls # why', '', '```')).toEqual(
      [
        { kind: 'command', page: 'a.md', section: 'One', line: 2, text: 'npm run verify', isMark: true },
        { kind: 'command', page: 'a.md', section: 'Two', line: 6, text: 'ls' },
      ],
    );
  });

  it('says above a block, or with its beginning, why something is not run', () => {
    const pieces = read(
      '<!-- not run: a picture -->',
      '',
      '```',
      'a ──▶ b',
      '```',
      '`npm test` and `npm run bench -- --only idle`',
      '<!-- not run, `npm run bench`: minutes of load -->',
      '<!-- not run, `http blocks`: the edge spec sends them -->',
      '```http',
      'GET /',
      '```',
    );
    expect(pieces.map(({ text, because }) => [text, because])).toEqual([
      ['a ──▶ b', 'a picture'],
      ['npm test', undefined],
      ['npm run bench -- --only idle', 'minutes of load'],
      ['GET /', 'the edge spec sends them'],
    ]);
  });

  it('does not keep a reason for what is gone', () => {
    expect(() => read('<!-- not run, `npm run gone`: it takes long -->')).toThrow('a.md:1: nothing is not run');
  });
});

it('continued lines are one command, what && binds are several', () => {
  expect(commandsOf(['npm install && npm start   # both', 'curl -d \'{"a":1}\' \\', '  x#y', '# nothing'])).toEqual([
    { line: 1, text: 'npm install' },
    { line: 1, text: 'npm start' },
    { line: 3, text: 'curl -d \'{"a":1}\' x#y' },
  ]);
});

it.each(PAGES)('%s says of each block that is not run why', (page) => {
  const silent = readPage(page, readFileSync(page, 'utf8')).filter(({ kind, because }) => kind === 'block' && !because);
  expect(silent).toEqual([]);
});
