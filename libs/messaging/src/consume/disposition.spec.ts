import { describe, expect, it } from '@jest/globals';
import { dispositionsOf, kindOf } from './disposition.js';

describe('what a handler decided', () => {
  it('is told apart', () => {
    expect(kindOf('ack')).toBe('ack');
    expect(kindOf({ retry: 'busy' })).toBe('retry');
    expect(kindOf({ park: 'no', kind: 'x' })).toBe('park');
    expect(kindOf({ hold: 'down', probe: async () => true })).toBe('hold');
    expect(kindOf({ ok: true })).toBeUndefined();
  });

  it('is one for each delivery, or one for all', () => {
    expect(dispositionsOf(['ack', { retry: 'busy' }], 2)).toEqual(['ack', { retry: 'busy' }]);
    expect(dispositionsOf('ack', 3)).toEqual(['ack', 'ack', 'ack']);
  });

  it.each([[undefined], [['ack']], [{ done: true }]])('is never an ack by accident: %j', (result) => {
    expect(dispositionsOf(result, 2)[1]).toEqual({ retry: expect.stringContaining('no disposition') });
  });
});
