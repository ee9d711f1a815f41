import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { LineStream, logTogether } from './line-stream.js';

function recorded() {
  const writes: string[] = [];
  const logger = pino({}, new LineStream({ write: (text) => void writes.push(text) }));
  const messages = () =>
    writes.map((text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).msg),
    );
  return { logger, messages };
}

describe('lines that are written together', () => {
  it('leave in one write, in order, those of child loggers too', () => {
    const { logger, messages } = recorded();
    logger.info('before');
    logTogether(logger, () => {
      for (const text of ['a', 'b']) logger.info(text);
      logTogether(logger, () => logger.child({ part: 1 }).info('c'));
    });
    logger.info('after');
    expect(messages()).toEqual([['before'], ['a', 'b', 'c'], ['after']]);
  });

  it('leave when the work throws, and nothing is held afterwards', () => {
    const { logger, messages } = recorded();
    const work = () => {
      logger.info('a');
      throw new Error('boom');
    };
    expect(() => logTogether(logger, work)).toThrow('boom');
    logger.info('b');
    expect(messages()).toEqual([['a'], ['b']]);
  });

  it('are none when nothing is logged', () => {
    const { logger, messages } = recorded();
    logTogether(logger, () => {});
    expect(messages()).toEqual([]);
  });
});
