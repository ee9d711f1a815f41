import { describe, expect, it } from '@jest/globals';
import { outboundProxy } from './outbound-proxy.js';

const PROXY = 'http://proxy.example:3128';
const LOOPBACK = 'localhost,127.0.0.1,::1,[::1]';

describe('outboundProxy', () => {
  it.each([
    ['HTTP_PROXY', { HTTP_PROXY: PROXY }, { http_proxy: PROXY }],
    ['https_proxy', { https_proxy: PROXY }, { https_proxy: PROXY }],
    ['the lower case before the upper one', { http_proxy: PROXY, HTTP_PROXY: 'http://other:1' }, { http_proxy: PROXY }],
    ['a proxy without a scheme', { HTTP_PROXY: 'proxy.example:3128' }, { http_proxy: PROXY }],
    ['one without a dot and a scheme', { HTTP_PROXY: 'proxy:3128' }, { http_proxy: 'http://proxy:3128' }],
  ])('reads %s', (_, env, expected) => {
    expect(outboundProxy(env)).toEqual({ ...expected, no_proxy: LOOPBACK });
  });

  it('keeps what NO_PROXY names', () => {
    expect(outboundProxy({ HTTP_PROXY: PROXY, NO_PROXY: 'otel,.corp' })?.no_proxy).toBe(`otel,.corp,${LOOPBACK}`);
  });

  it.each([{}, { HTTP_PROXY: '' }, { NO_PROXY: '*' }, { HTTP_PROXY: 'socks5://proxy:1080' }, { HTTP_PROXY: '::' }])(
    'is undefined for %j',
    (env) => expect(outboundProxy(env)).toBeUndefined(),
  );
});
