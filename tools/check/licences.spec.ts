import { expect, it } from '@jest/globals';
import { licenceFindings } from './licences.ts';

const findings = (license: string | undefined, dev = false) =>
  licenceFindings({ packages: { '': { license: 'MIT' }, 'node_modules/x': license ? { license, dev } : {} } });

it('accepts weak copyleft for tests only', () => {
  expect(findings('MPL-2.0', true)).toEqual([]);
  expect(findings('MPL-2.0')).toEqual(['x: licence MPL-2.0']);
});

it.each(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 AND MIT', '(MIT AND Zlib)'])('accepts %s', (license) => {
  expect(findings(license)).toEqual([]);
});

it.each(['GPL-3.0', 'MIT AND AGPL-3.0', 'UNLICENSED', undefined])('names a package under %s', (license) => {
  expect(findings(license)).toEqual([`x: licence ${license ?? 'not stated'}`]);
});
