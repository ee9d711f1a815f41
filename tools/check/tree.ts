import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './step.ts';

/** Characters that reorder what a reader sees ("Trojan Source", CVE-2021-42574), and those that show nothing at all. */
const HIDDEN = /[\u202A-\u202E\u2066-\u2069\u200B\u2060\uFEFF]/u;

/** Shapes of credentials that others give out. Development passwords of this shop are public on purpose and have no such shape. */
const SECRETS: Record<string, RegExp> = {
  'a private key': /-----BEGIN (?:RSA |EC |OPENSSH |PGP )?PRIVATE KEY/,
  'an AWS access key': /\bAKIA[0-9A-Z]{16}\b/,
  'a GitHub token': /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  'a Slack token': /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  'a Stripe live key': /\b[rs]k_live_[A-Za-z0-9]{16,}/,
  'a Google API key': /\bAIza[0-9A-Za-z_-]{35}\b/,
  'an npm token': /\bnpm_[A-Za-z0-9]{36}\b/,
};

/** Hidden characters and credentials in one text, each with its line. */
export function textFindings(name: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const where = `${name}:${index + 1}`;
    const hidden = HIDDEN.exec(line)?.[0].codePointAt(0);
    const secrets = Object.entries(SECRETS).filter(([, shape]) => shape.test(line));
    return [
      ...(hidden ? [`${where}: the hidden character U+${hidden.toString(16).toUpperCase().padStart(4, '0')}`] : []),
      ...secrets.map(([what]) => `${where}: looks like ${what}`),
    ];
  });
}

/** The same for files below `root`; binary files are passed over. */
export function treeFindings(root: string, files: readonly string[]): Finding[] {
  return files.flatMap((file) => {
    const bytes = readFileSync(join(root, file));
    return bytes.includes(0) ? [] : textFindings(file, bytes.toString('utf8'));
  });
}
