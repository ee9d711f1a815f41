import type { Finding } from './step.ts';

/** What an MIT project may build on without new duties for its users. Another licence is a decision, so it is added here by hand. */
const ACCEPTED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** What only tests use never reaches a user: weak copyleft is fine there. */
const ACCEPTED_IN_DEVELOPMENT = new Set(['MPL-2.0']);

/** The part of package-lock.json that is read. */
export interface Lock {
  packages: Record<string, { license?: string; link?: boolean; dev?: boolean }>;
}

/** Every locked package whose licence is missing or not accepted. An `OR` needs one accepted side, an `AND` both. */
export function licenceFindings(lock: Lock): Finding[] {
  return Object.entries(lock.packages)
    .filter(
      ([path, { link, license = '', dev }]) =>
        path !== '' && !link && !(isAccepted(license) || (dev && ACCEPTED_IN_DEVELOPMENT.has(license))),
    )
    .map(([path, { license }]) => `${path.replace(/^.*node_modules\//, '')}: licence ${license ?? 'not stated'}`);
}

function isAccepted(expression: string): boolean {
  const inner = expression.replace(/^\((.*)\)$/, '$1');
  if (inner.includes(' OR ')) return inner.split(' OR ').some(isAccepted);
  return inner.split(' AND ').every((name) => ACCEPTED.has(name.trim()));
}
