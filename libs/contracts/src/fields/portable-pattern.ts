/**
 * Unicode properties as ranges that Python, Java, Rust and JavaScript without the `u` flag read alike. Never narrower
 * than the property, so a generated client refuses nothing that the server takes.
 */
const RANGES: [property: string, range: string][] = [
  ['\\p{L}\\p{N}', '0-9A-Za-z\\u00a1-\\uffff'],
  // Lone surrogates cannot occur in UTF-8.
  ['\\p{Cc}\\p{Cs}', '\\x00-\\x1f\\x7f-\\x9f'],
];

/**
 * The source of a pattern for clients in other languages.
 * @throws {Error} for a Unicode property without a range in the table
 */
export function portable({ source }: Pick<RegExp, 'source'>): string {
  const text = RANGES.reduce((rest, [property, range]) => rest.replaceAll(property, range), source);
  if (text.includes('\\p{')) throw new Error(`the pattern ${source} has no portable form`);
  return text;
}
