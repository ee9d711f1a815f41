import { describe, expect, it } from '@jest/globals';
import { textFindings } from './tree.ts';

describe('hidden characters and credentials', () => {
  it('names the line of a character that reorders text', () => {
    const line = `if (admin${String.fromCodePoint(0x202e)}) {}`;
    expect(textFindings('a.ts', `fine\n${line}`)).toEqual(['a.ts:2: the hidden character U+202E']);
  });

  // Put together here, so that this file itself stays clean.
  it.each([
    ['a private key', ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')],
    ['an AWS access key', `AKIA${'A1'.repeat(8)}`],
    ['a GitHub token', `ghp_${'a1'.repeat(18)}`],
    ['a Stripe live key', `sk_${'live'}_${'a1'.repeat(10)}`],
  ])('recognises %s', (what, text) => {
    expect(textFindings('x', text)).toEqual([`x:1: looks like ${what}`]);
  });

  it('has nothing against accents, emoji and development passwords', () => {
    expect(textFindings('x', 'é 😀 RABBITMQ_PASSWORD=guest tok_declined')).toEqual([]);
  });
});
