import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { openShop } from '../support/open-shop.ts';
import type { Shop } from '../support/shop.ts';
import { apiClient } from './client/api-client.ts';

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required?: boolean; example?: unknown; schema?: { example?: unknown } }[];
  requestBody?: {
    content: Record<string, { example?: unknown; examples?: Record<string, { value: unknown }> }>;
  };
  responses: Record<string, { content?: Record<string, { example?: object }> }>;
}

const text = readFileSync('docs/openapi.yaml', 'utf8');
const document = parse(text) as { paths: Record<string, Record<string, Operation>> };
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ id: operation.operationId, method, path, operation })),
);
/** What is bought is there before it is read, paid before it is given back. */
const RANK: Record<string, number> = { decreaseStock: 0, placeOrder: 1 };
const rankOf = ({ id, operation }: (typeof operations)[number]) => RANK[id] ?? (operation.requestBody ? 2 : 3);
const inOrder = operations.toSorted((a, b) => rankOf(a) - rankOf(b));

/** Examples that cannot succeed as they stand: they need a version, a signature, or an order that is not paid yet. */
const NEEDS_MORE: Record<string, number> = { updateProduct: 428, receivePaymentNotice: 401, cancelOrder: 409 };

const bodyOf = ({ requestBody }: Operation) => {
  const { example, examples = {} } = requestBody?.content['application/json'] ?? {};
  return example ?? Object.values(examples)[0]?.value;
};
const placed = operations.find(({ id }) => id === 'placeOrder');
const PLACED = (placed && (bodyOf(placed.operation) as { order_id?: string })?.order_id) ?? '';

let shop: Shop;
beforeAll(() => {
  shop = openShop();
});
afterAll(() => shop.close());

it('the gateway serves the document that lies in docs/, as JSON and as YAML, and /api leads to the docs', async () => {
  expect((await shop.call('GET', '/api/openapi.json')).body).toEqual(document);
  expect(parse((await shop.call('GET', '/api/openapi.yaml')).body)).toEqual(document);
  const location = (await shop.call('GET', '/api')).headers.get('location') ?? '';
  expect(new URL(location, 'http://shop.example/api').pathname).toBe('/api/docs');
  expect((await shop.call('GET', '/api/docs')).body).toContain('swagger-ui');
});

it('gives no example for a header that may be left out: Swagger UI would send it with every call', () => {
  const { parameters } = parse(text).components as { parameters: Record<string, Operation['parameters'][number]> };
  const all = [...operations.flatMap(({ operation }) => operation.parameters), ...Object.values(parameters)];
  const sent = all.filter(
    (parameter) =>
      parameter.in === 'header' &&
      !parameter.required &&
      (parameter.example ?? parameter.schema?.example) !== undefined,
  );
  expect(sent).toEqual([]);
});

describe('the examples of the document work as they stand', () => {
  it.each(inOrder)('$id', async ({ id, method, path, operation }) => {
    const example = (name: string) =>
      name === 'order_id' && path.startsWith('/orders/')
        ? PLACED
        : operation.parameters.find((parameter) => parameter.name === name)?.schema?.example;
    const target = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(example(name))));
    const query = operation.parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required)
      .map(({ name }) => [name, String(example(name))]);
    const url = query.length > 0 ? `${target}?${new URLSearchParams(query)}` : target;
    const answer = await shop.call(method.toUpperCase(), url, bodyOf(operation), await shop.asAdmin());
    const [, documented] =
      Object.entries(operation.responses).find(([status]) => Number(status) === answer.status) ?? [];
    if (NEEDS_MORE[id]) return expect(answer.status).toBe(NEEDS_MORE[id]);
    expect(answer.status).toBeLessThan(300);
    const shown = documented?.content?.['application/json']?.example;
    // An answer may leave out what the schema calls optional; it never has more than the example shows.
    if (shown) expect(Object.keys(shown)).toEqual(expect.arrayContaining(Object.keys(answer.body)));
  });
});

it('the generated client buys and reads', async () => {
  const product_id = await shop.createProduct(10);
  const api = apiClient(shop.endpoints.gateway);
  const order = { product_id, quantity: 2, order_id: shop.orderId() };
  const sold = await api.POST('/inventory/decrease', { body: order });
  expect([sold.response.status, sold.data?.current_stock]).toEqual([201, 8]);
  const read = await api.GET('/inventory/{product_id}', { params: { path: { product_id } } });
  expect(read.data?.current_stock).toBe(8);
  const refused = await api.POST('/inventory/decrease', { body: { ...order, quantity: 3 } });
  expect(refused.error?.type).toBe('/problems/order-id-reused');
});
