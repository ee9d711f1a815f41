import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatedKey } from './repeated-key.js';

const find = (text: string) => repeatedKey(text, JSON.parse(text));

it.each([
  ['{"a":{"k":1},"b":{"k":1},"z":1,"z":2}', ['z']],
  ['{"a":[{"k":1},{"x":{"k":1,"k":2}}]}', ['a', '1', 'x', 'k']],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"a":"{\\"b\\":1,\\"b\\":2}","b":[",","b","b:"],"a" :1}', ['a']],
  ['[[1,2],{"q":1,"q":1}]', ['1', 'q']],
  ['{"":1,"":2}', ['']],
  ['{"a\\\\":1,"a\\\\":2}', ['a\\']],
])('finds in %s what is given twice', (text, path) => expect(find(text)).toEqual(path));

it('finds nothing in any JSON that names each field once', () => {
  fc.assert(fc.property(fc.json(), (text) => expect(find(text)).toBeUndefined()));
});

it('finds a field that is added again, wherever it is', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (object) => {
      const name = Object.keys(object)[0] as string;
      const twice = `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:0}`;
      expect(find(`[0,${twice}]`)).toEqual(['1', name]);
    }),
  );
});
