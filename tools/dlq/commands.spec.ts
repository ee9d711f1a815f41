import { expect, it } from '@jest/globals';
import { printable } from './commands.js';

it.each([
  ['plain é 日本 😀', 'plain é 日本 😀'],
  ['\u001b[2Jgone', '\\u001b[2Jgone'],
  ['two\r\nlines\u0007', 'two\\u000d\\u000alines\\u0007'],
  ['\u009b31m', '\\u009b31m'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
])('shows %j as one line that a terminal does not obey', (text, shown) => expect(printable(text)).toBe(shown));
