import { expect, it } from '@jest/globals';
import { originForm } from './request-target.js';

it.each([
  ['/inventory/1?x=1', '/inventory/1?x=1'],
  ['http://shop.example/inventory/1?x=http://a', '/inventory/1?x=http://a'],
  ['HTTPS://shop.example:3000/', '/'],
  ['http://shop.example', '/'],
  ['http://shop.example?x=1', '/?x=1'],
  ['http://user:pw@[::1]:3000/a%20b', '/a%20b'],
  ['//double', '//double'],
  ['*', '*'],
  ['ftp://shop.example/x', 'ftp://shop.example/x'],
])('takes %s as %s', (target, expected) => expect(originForm(target)).toBe(expected));
