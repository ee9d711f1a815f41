import { describe, expect, it } from '@jest/globals';
import { APPS, configOf } from '../deploy/app-config.ts';
import { exampleEnv, read, resolved } from '../deploy/compose-file.ts';
import { USUAL_PORTS } from '../stack/addresses.ts';

const readme = read('README.md');

describe('README.md', () => {
  it('names only ports that the code uses by default', async () => {
    const compose = resolved(exampleEnv);
    const defaults = await Promise.all(
      APPS.map(async (app) => Object.entries((await configOf(app))(compose.services[app]?.environment ?? {}))),
    );
    const ports = defaults
      .flat()
      .filter(([name]) => name.endsWith('_PORT'))
      .map(([, port]) => String(port));
    const usual = Object.values(USUAL_PORTS).map(({ port }) => String(port));
    const named = [
      ...readme.matchAll(/localhost:(\d+)|\b(\d{4,5}) \((?:gateway|inventory|analytics|notifications)\)/g),
    ];
    expect(named.length).toBeGreaterThan(8);
    for (const [, url, service] of named) expect([...ports, ...usual]).toContain(url ?? service);
  });

  it('says which products are there, as the seeds do', () => {
    const seeds = read('apps/inventory/seeds/0001.products.sql');
    const products = [...seeds.matchAll(/\((\d+), '([^']+)', \d+, '\w+', (\d+), \d+\)/g)];
    expect(products).toHaveLength(2);
    for (const [, id, name, stock] of products) expect(readme).toContain(`${id} (${name}, ${stock})`);
  });

  it('shows a sale that is the example of the API', () => {
    const [, body = ''] = readme.match(/-d '(\{.*\})'/) ?? [];
    expect(JSON.parse(body)).toEqual({ product_id: 1, quantity: 2, order_id: 'ORD-2024-001' });
  });

  it('gives the login that .env.example sets', () => {
    expect(readme).toContain(`${exampleEnv.MONGO_EXPRESS_USER} / ${exampleEnv.MONGO_EXPRESS_PASSWORD}`);
    expect(readme).toContain(`${exampleEnv.RABBITMQ_USER} / ${exampleEnv.RABBITMQ_PASSWORD}`);
  });
});
