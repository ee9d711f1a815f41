const PRINTABLE = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('');

/** Order ids that nobody has sold under: markup, paths, quotes, every printable character in ids of 64, other alphabets, what looks encoded. */
export const HOSTILE_ORDER_IDS: readonly string[] = [
  '<script>alert(1)</script>',
  '<img/src=x/onerror=alert(1)>',
  '../../etc/passwd',
  '..',
  '"\'`;--',
  PRINTABLE.slice(0, 64),
  PRINTABLE.slice(-64),
  '\u65e5\u672c\u8a9e\u2603\u{1f4a5}',
  'e\u0301\u202Etxt.exe',
  '%00%2e%2e%2f%E0%A4%A',
  '%',
  '-'.repeat(64),
  'nobody-knows',
];
