import { describe, expect, it } from '@jest/globals';
import { firstHost, withOneHost } from './hosts.ts';

const SET = 'mongodb://u:p%40@a.example:27018,b.example:27019,[::1]:3/analytics_db?replicaSet=rs0';

describe('firstHost', () => {
  it.each([
    [SET, 'a.example', 27018],
    ['mongodb+srv://cluster.example/db', 'cluster.example', 1],
    ['postgres://u:p@[::1]:5433/db', '::1', 5433],
    ['amqp://localhost', 'localhost', 1],
  ])('of %s', (url, host, port) => expect(firstHost(url, 1)).toEqual({ host, port }));
});

it('withOneHost leaves a URL that can be read, and one that is one already', () => {
  expect(new URL(withOneHost(SET)).href).toBe('mongodb://u:p%40@a.example:27018/analytics_db?replicaSet=rs0');
  expect(withOneHost('amqp://u:p@a/v,w')).toBe('amqp://u:p@a/v,w');
});
