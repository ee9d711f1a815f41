import { describe, expect, it } from '@jest/globals';
import { ConfigError, defineConfig } from './define-config.js';
import { hostPorts, networks, origins, port, urlOf } from './validators.js';

const specs = {
  DATABASE_URL: urlOf('postgres')({
    desc: "the URL of the service's database",
    example: 'postgres://u:p@127.0.0.1/inventory_db',
  }),
  HTTP_PORT: port({ desc: 'a free port', default: 3000 }),
  INVENTORY_GRPC_URL: hostPorts({ desc: 'host:port of inventory' }),
};
const good = { DATABASE_URL: 'postgres://u:p@127.0.0.1/db', INVENTORY_GRPC_URL: 'a:1, b:2' };

const failure = (env: NodeJS.ProcessEnv): string => {
  try {
    defineConfig('inventory', specs, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  throw new Error('was accepted');
};

describe('defineConfig', () => {
  it('parses what is good and fills defaults', () => {
    expect({ ...defineConfig('inventory', specs, good) }).toEqual({
      DATABASE_URL: good.DATABASE_URL,
      HTTP_PORT: 3000,
      INVENTORY_GRPC_URL: ['a:1', 'b:2'],
    });
  });

  it('names every problem at once, with variable, value and fix', () => {
    const message = failure({ HTTP_PORT: '70000', INVENTORY_GRPC_URL: 'nonsense', DATABASE_URL: '' });
    expect(message).toContain('inventory cannot start: 3 configuration problem(s)');
    expect(message).toContain(
      "DATABASE_URL is missing. Set it to the URL of the service's database, for example DATABASE_URL=postgres://",
    );
    expect(message).toContain('HTTP_PORT is "70000": a port is a whole number from 1 to 65535. Set it to a free port');
    expect(message).toContain('INVENTORY_GRPC_URL is "nonsense"');
  });

  it('never prints a password', () => {
    expect(failure({ ...good, DATABASE_URL: 'mysql://user:hunter2@host/db' })).not.toContain('hunter2');
  });
});

describe('origins', () => {
  const parse = (CORS_ORIGINS: string) => defineConfig('gateway', { CORS_ORIGINS: origins() }, { CORS_ORIGINS });
  it('takes them as browsers send them: without a slash, in lower case, without a default port', () => {
    const { CORS_ORIGINS } = parse('https://shop.example/, http://LOCALHOST:8080 ,https://a.example:443');
    expect(CORS_ORIGINS).toEqual(['https://shop.example', 'http://localhost:8080', 'https://a.example']);
  });

  it.each([
    '*',
    'shop.example',
    'https://shop.example/path',
    'https://shop.example/?x=1',
    'ftp://shop.example',
    'null',
  ])('refuses %s, which no browser would ever send', (text) =>
    expect(() => parse(text)).toThrow('is no origin such as https://shop.example'),
  );
});

describe('networks', () => {
  const parse = (TRUSTED_PROXIES: string) =>
    defineConfig('gateway', { TRUSTED_PROXIES: networks() }, { TRUSTED_PROXIES }).TRUSTED_PROXIES;
  it('takes addresses, networks and the names of networks', () => {
    expect(parse('10.0.0.0/8, 192.0.2.1,2001:db8::/32,loopback')).toEqual([
      '10.0.0.0/8',
      '192.0.2.1',
      '2001:db8::/32',
      '127.0.0.0/8',
      '::1',
    ]);
  });

  it.each(['10.0.0.0/33', '10.0.0/8', 'proxy.example', '10.0.0.0/8/8', '::1/129', '10.0.0.1:80'])(
    'refuses %s',
    (text) => expect(() => parse(text)).toThrow('is no IP address and no network'),
  );
});
