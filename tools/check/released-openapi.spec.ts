import { expect, it } from '@jest/globals';
import { breaksOf, type Change } from './released-openapi.ts';

const change = (given: Partial<Change>): Change => ({
  id: 'api-path-removed-without-deprecation',
  text: 'api path removed without deprecation',
  level: 3,
  operation: 'GET',
  path: '/sales/{order_id}',
  ...given,
});

it('tells what breaks a client, with its place', () => {
  expect(breaksOf([change({})])).toEqual([
    'GET /sales/{order_id}: api path removed without deprecation (api-path-removed-without-deprecation)',
  ]);
});

it('says nothing of warnings and of new kinds of problems', () => {
  const id = 'response-property-enum-value-added';
  const text = 'added the new `/problems/x` enum value to the `type` response property for the response status `409`';
  expect(breaksOf([change({ level: 2 }), change({ id, text })])).toEqual([]);
});

it('objects to a new value of any other answer', () => {
  const id = 'response-property-enum-value-added';
  const text = 'added the new `lost` enum value to the `state` response property for the response status `200`';
  expect(breaksOf([change({ id, text })])).toHaveLength(1);
});
