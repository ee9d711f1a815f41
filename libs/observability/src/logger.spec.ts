import { expect, it } from '@jest/globals';
import { createLogger, switchLogLevel } from './logger.js';

it('writes no secrets and no addresses, and changes its level while it runs', () => {
  const said: string[] = [];
  process.env.LOG_LEVEL = 'info';
  const logger = createLogger('spec', { to: { write: (line) => void said.push(line) } });
  const order = { customer_email: 'a@b.c', payment_token: 'tok_1' };
  logger.info({ customer_email: 'a@b.c', order, password: 'hunter2' }, 'kept');
  logger.info({ err: Object.assign(new Error('away'), { password: 'hunter2' }) }, 'failed');
  logger.debug('too much');
  logger.info({ level_now: switchLogLevel() }, 'more');
  logger.debug('wanted');
  logger.info({ level_now: switchLogLevel() }, 'less');
  logger.debug('too much');
  expect(said.join('')).not.toMatch(/a@b\.c|tok_1|hunter2/);
  expect(said[1]).toMatch(/"err":\{"type":"Error","message":"away","stack":/);
  expect(said.map((line) => JSON.parse(line)).map(({ msg, level_now }) => [msg, level_now])).toEqual([
    ['kept', undefined],
    ['failed', undefined],
    ['more', 'debug'],
    ['wanted', undefined],
    ['less', 'info'],
  ]);
});
