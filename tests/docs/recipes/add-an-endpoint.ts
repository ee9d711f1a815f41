// GET /inventory/{product_id}/can-sell/{quantity}: are so many units there?
import type { Recipe } from './recipe.ts';

const INVENTORY = 'apps/inventory/src/can-sell';
const GATEWAY = 'apps/gateway/src/can-sell';

export const addAnEndpoint: Recipe = {
  sections: ['Add an endpoint'],
  change(copy) {
    const proto = 'protos/inventory.proto';
    copy.insert(
      proto,
      '  rpc GetStock(GetStockRequest) returns (GetStockResponse);\n',
      '  // Are so many units there? NOT_FOUND when there is no such product.\n  rpc CanSell(CanSellRequest) returns (CanSellResponse);\n',
    );
    copy.write(proto, `${copy.read(proto)}${MESSAGES}`);

    copy.write(`${INVENTORY}/can-sell.grpc.controller.ts`, SERVER);
    register(copy, 'inventory', 'BrowseController', INVENTORY, 'can-sell.grpc.controller.js');
    copy.write(`${INVENTORY}/can-sell.integration.spec.ts`, SERVER_SPEC);

    copy.write(`${GATEWAY}/can-sell.dto.ts`, DTO);
    copy.write(`${GATEWAY}/can-sell.http.controller.ts`, CONTROLLER);
    register(copy, 'gateway', 'GetStockController', GATEWAY, 'can-sell.http.controller.js');
    const client = 'apps/gateway/src/clients/inventory/inventory.grpc.client.ts';
    copy.insert(client, '  type AdjustResponse,\n', '  type CanSellRequest,\n  type CanSellResponse,\n');
    copy.insert(
      client,
      "    return this.ask('GetStock', { product_id }, traceparent);\n  }\n",
      `
  canSell(request: CanSellRequest, traceparent?: string): Promise<Result<CanSellResponse>> {
    return this.ask('CanSell', request, traceparent);
  }
`,
    );
    copy.insert(
      'apps/gateway/test/fake-inventory.ts',
      'const INVENTORY = {\n',
      '  CanSell: ({ stock }: FakeInventory, { quantity }: { quantity: number }) => ({ possible: quantity <= stock }),\n',
    );
    copy.write(`${GATEWAY}/can-sell.http.spec.ts`, CONTROLLER_SPEC);
  },
  commands: ['npm run generate', 'npm run format', 'npm run openapi'],
  checks: ['types', 'lint', 'layers', 'generated', 'openapi', 'openapi-lint', 'openapi-breaks', 'proto', 'docs'],
  specs: [`${GATEWAY}/`, 'docs/openapi', 'apps/gateway/src/sell', `${INVENTORY}/can-sell.integration.spec.ts`],
};

function register(
  copy: Parameters<Recipe['change']>[0],
  app: string,
  beside: string,
  folder: string,
  file: string,
): void {
  const module = `apps/${app}/src/app.module.ts`;
  copy.insert(module, `    ${beside},\n`, '    CanSellController,\n');
  const path = `./${folder.split('/').at(-1)}/${file}`;
  copy.insert(module, "Module } from '@nestjs/common';\n", `import { CanSellController } from '${path}';\n`);
}

const MESSAGES = `
message CanSellRequest {
  int32 product_id = 1;
  int32 quantity = 2;
}

message CanSellResponse {
  bool possible = 1;
}
`;

const SERVER = `import {
  type CanSellRequest,
  type CanSellResponse,
  checkFields,
  FailureError,
  FIELDS,
  INVENTORY_SERVICE_NAME,
  type InventoryServiceController,
  unwrap,
} from '@app/contracts';
import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { BrowseRepository } from '../browse/browse.pg.repository.js';
import { InventoryFailureFilter } from '../grpc/inventory-failure.filter.js';

const BOUNDS = { product_id: FIELDS.product_id, quantity: FIELDS.quantity };

/** Are so many units there? */
@Controller()
@UseFilters(InventoryFailureFilter)
export class CanSellController implements Pick<InventoryServiceController, 'canSell'> {
  private readonly repository: BrowseRepository;

  constructor(repository: BrowseRepository) {
    this.repository = repository;
  }

  @GrpcMethod(INVENTORY_SERVICE_NAME, 'CanSell')
  async canSell({ product_id, quantity }: CanSellRequest): Promise<CanSellResponse> {
    unwrap(checkFields({ product_id, quantity }, BOUNDS));
    const product = await this.repository.product(product_id);
    if (!product) {
      throw new FailureError({ ok: false, failure: 'product-not-found', message: \`There is no product \${product_id}\` });
    }
    return { possible: quantity <= product.stock };
  }
}
`;

const SERVER_SPEC = `// Real: PostgreSQL and one whole inventory, asked over gRPC.
import { expect, it } from '@jest/globals';
import { createInventoryDatabase } from '../../test/inventory-database.js';
import { startInventory } from '../../test/start-inventory.js';

it('tells whether so many units are there', async () => {
  const database = await createInventoryDatabase();
  await database.addProducts(1, 10, 149_900);
  const inventory = await startInventory(database.url);
  const client = inventory.client();
  expect(await client.CanSell({ product_id: 1, quantity: 10 })).toEqual({ possible: true });
  expect(await client.CanSell({ product_id: 1, quantity: 11 })).toEqual({ possible: false });
  await expect(client.CanSell({ product_id: 9, quantity: 1 })).rejects.toMatchObject({ failure: 'product-not-found' });
  await expect(client.CanSell({ product_id: 1, quantity: 0 })).rejects.toMatchObject({ failure: 'validation' });
  await inventory.close();
  await database.drop();
});
`;

const DTO = `import { FIELDS } from '@app/contracts';
import { AnswerField, RequestField } from '../http/validation/field.decorators.js';

export class CanSellParams {
  @RequestField(FIELDS.product_id)
  product_id: number;

  @RequestField(FIELDS.quantity)
  quantity: number;
}

/** Are so many units there? */
export class CanSellDto {
  @AnswerField({ type: 'boolean', description: 'Whether so many units are there now.', example: true })
  possible: boolean;
}
`;

const CONTROLLER = `import { unwrap } from '@app/contracts';
import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InventoryClient } from '../clients/inventory/inventory.grpc.client.js';
import { headerRefs } from '../http/openapi/headers.js';
import { InventoryProblems } from '../http/openapi/problems.decorator.js';
import { CanSellDto, CanSellParams } from './can-sell.dto.js';

@ApiTags('stock')
@Controller('inventory')
export class CanSellController {
  private readonly inventory: InventoryClient;

  constructor(inventory: InventoryClient) {
    this.inventory = inventory;
  }

  @Get(':product_id/can-sell/:quantity')
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'canSell', summary: 'Are so many units there?', description: 'Now; it holds nothing.' })
  @ApiOkResponse({ description: 'The answer.', type: CanSellDto, headers: headerRefs('traceparent') })
  @InventoryProblems('product-not-found')
  async get(@Param() params: CanSellParams, @Req() request: FastifyRequest): Promise<CanSellDto> {
    const { value } = unwrap(await this.inventory.canSell({ ...params }, request.span.traceparent));
    return { possible: value.possible };
  }
}
`;

const CONTROLLER_SPEC = `import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type RunningGateway, startGateway } from '../../test/running-gateway.js';

let gateway: RunningGateway;
beforeAll(async () => {
  process.env.LOG_LEVEL = 'silent';
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

it.each([
  ['100', 200, { possible: true }],
  ['101', 200, { possible: false }],
  ['0', 400, { errors: [{ pointer: '/quantity', detail: expect.any(String) }] }],
])('of %s units says %d', async (quantity, status, body) => {
  const answer = await gateway.get(\`/inventory/1/can-sell/\${quantity}\`);
  expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining(body)]);
});
`;
