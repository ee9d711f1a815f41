// gift_note: a text that a simple sale may carry, from the request's body to inventory.
import type { Recipe } from './recipe.ts';

export const addAField: Recipe = {
  sections: ['Add a field'],
  change(copy) {
    copy.insert(
      'libs/contracts/src/fields/fields.ts',
      'export const FIELDS = {\n',
      `  gift_note: {
    type: 'string',
    minLength: 1,
    maxLength: 200,
    pattern: NAME_PATTERN,
    rule: 'must not be blank or contain control characters',
    description: 'Printed on the card.',
    example: 'Happy birthday, Ada',
  },
`,
    );
    copy.insert(
      'apps/gateway/src/sell/decrease-stock.dto.ts',
      '  customer_email?: string;\n',
      '\n  @RequestField(FIELDS.gift_note, { optional: true })\n  gift_note?: string;\n',
    );
    copy.insert(
      'protos/inventory.proto',
      '  // W3C trace context of the HTTP request that asked for this sale.\n  optional string traceparent = 5;\n',
      '  optional string gift_note = 6;\n',
    );
    copy.insert(
      'apps/inventory/src/sell/sale-request.ts',
      '  customer_email: optional(FIELDS.customer_email),\n',
      '  gift_note: optional(FIELDS.gift_note),\n',
    );
    copy.write('apps/inventory/src/sell/gift-note.spec.ts', SERVER_SPEC);
    copy.write('apps/gateway/src/sell/gift-note.http.spec.ts', EDGE_SPEC);
  },
  commands: ['npm run generate', 'npm run openapi'],
  checks: ['types', 'lint', 'layers', 'generated', 'openapi', 'openapi-lint', 'openapi-breaks', 'proto'],
  specs: ['apps/inventory/src/sell', 'apps/gateway/src/sell', 'libs/contracts/src/fields', 'docs/openapi'],
};

const SERVER_SPEC = `import { expect, it } from '@jest/globals';
import { parseSaleRequest } from './sale-request.js';

const sale = { product_id: 1, quantity: 2, order_id: 'ORD-2024-001' };

it('the gRPC server checks gift_note by the same row', () => {
  expect(parseSaleRequest({ ...sale, gift_note: 'For you' })).toMatchObject({ ok: true });
  for (const gift_note of ['', ' ', 'x'.repeat(201)])
    expect(parseSaleRequest({ ...sale, gift_note })).toMatchObject({ errors: [{ pointer: '/gift_note' }] });
});
`;

const EDGE_SPEC = `import { expect, it } from '@jest/globals';
import { startGateway } from '../../test/running-gateway.js';

it('gift_note is validated at the edge and reaches inventory', async () => {
  process.env.LOG_LEVEL = 'silent';
  const gateway = await startGateway();
  const sale = { product_id: 1, quantity: 1, order_id: 'GIFT' };
  const refused = await gateway.sell({ ...sale, gift_note: 'x'.repeat(201) });
  expect([refused.status, await refused.json()]).toEqual([
    400,
    expect.objectContaining({ errors: [{ pointer: '/gift_note', detail: expect.any(String) }] }),
  ]);
  expect((await gateway.sell({ ...sale, gift_note: 'For you' })).status).toBe(201);
  expect(gateway.inventory.batches).toMatchObject([[{ gift_note: 'For you' }]]);
  await gateway.stop();
});
`;
