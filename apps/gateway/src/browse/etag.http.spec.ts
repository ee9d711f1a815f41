import { describe, expect, it } from '@jest/globals';
import { holds, listTag, productTag, strongTags } from './etag.http.js';

const laptop = { id: 1, version: 3, stock: 98 };
const mouse = { id: 2, version: 1, stock: 50 };

describe('entity tags', () => {
  it('change with a product’s version and with its stock', () => {
    expect(productTag(laptop)).toBe('"1-3-98"');
    expect(productTag({ ...laptop, version: 4 })).not.toBe(productTag(laptop));
    expect(productTag({ ...laptop, stock: 97 })).not.toBe(productTag(laptop));
  });

  it('change when any product of a list does, comes or goes', () => {
    const tags = [
      [],
      [laptop],
      [mouse],
      [laptop, mouse],
      [laptop, { ...mouse, version: 2 }],
      [laptop, { ...mouse, stock: 49 }],
    ].map((items) => listTag({ items }));
    tags.push(listTag({ items: [laptop], next_cursor: 'x' }));
    expect(new Set(tags).size).toBe(tags.length);
    expect(listTag({ items: [{ ...laptop }, { ...mouse }] })).toBe(listTag({ items: [laptop, mouse] }));
  });

  it.each([
    ['"a"', ['a']],
    [' "a" , "b-"', ['a', 'b-']],
    ['W/"a","b-","c"', ['b-', 'c']],
    ['*', ['*']],
    ['"*"', []],
    ['a', []],
    ['', []],
  ])('If-Match %j names %j', (header, tags) => expect(strongTags(header)).toEqual(tags));

  it.each([
    [undefined, false],
    ['', false],
    ['"3-97"', false],
    ['"3-98"', true],
    ['W/"3-98"', true],
    ['"x", "3-98"', true],
    ['"x" , W/"3-98" ,"y"', true],
    ['*', true],
    ['3-98', false],
  ])('If-None-Match %j matches: %s', (header, expected) => {
    expect(holds(header, '"3-98"')).toBe(expected);
  });
});
