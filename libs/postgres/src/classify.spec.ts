import { describe, expect, it } from '@jest/globals';
import { classifyPgError, type PgFailureKind } from './classify.js';

const withCode = (code: string, severity = 'ERROR') => Object.assign(new Error('x'), { code, severity });

describe('each class of database error has its own meaning', () => {
  it.each<[unknown, PgFailureKind, boolean]>([
    [withCode('55P03'), 'lock-timeout', false],
    [withCode('40001'), 'retryable', false],
    [withCode('40P01'), 'retryable', false],
    [withCode('57014'), 'timeout', false],
    [withCode('57P01', 'FATAL'), 'unavailable', true],
    [withCode('57P03', 'FATAL'), 'unavailable', true],
    [withCode('08006'), 'unavailable', true],
    [withCode('ECONNREFUSED'), 'unavailable', true],
    [new AggregateError([withCode('ECONNREFUSED')]), 'unavailable', true],
    [new Error('Connection terminated unexpectedly'), 'unavailable', true],
    [new Error('timeout exceeded when trying to connect'), 'unavailable', true],
    [new Error('Query read timeout'), 'unavailable', true],
    [withCode('53300', 'FATAL'), 'overloaded', true],
    [withCode('23514'), 'data', false],
    [withCode('23505'), 'data', false],
    [withCode('22003'), 'data', false],
    [withCode('42P01'), 'bug', false],
    [new TypeError('x is not a function'), 'bug', false],
    ['a string', 'bug', false],
  ])('%p is %s', (error, kind, connectionLost) => {
    expect(classifyPgError(error)).toMatchObject({ kind, connectionLost });
  });
});
