import { FailureError, FIELDS } from '@app/contracts';
import { ServiceModule } from '@app/service';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { type GatewayConfig, gatewayConfig } from '../src/gateway.config.js';
import { Roles } from '../src/http/auth/roles.decorator.js';
import { createApp } from '../src/http/create-app.js';
import { listen } from '../src/http/listen.js';
import { RequestField } from '../src/http/validation/field.decorators.js';

export class OrderDto {
  @RequestField(FIELDS.product_id)
  product_id: number;

  @RequestField(FIELDS.quantity)
  quantity: number;

  @RequestField(FIELDS.order_id)
  order_id: string;

  @RequestField(FIELDS.customer_email, { optional: true })
  customer_email?: string;
}

class ItemParams {
  @RequestField(FIELDS.product_id)
  product_id: number;
}

class ItemQuery {
  @RequestField({ type: 'integer', minimum: 1, maximum: 100, example: 10 }, { optional: true })
  limit?: number;

  @RequestField({ type: 'boolean', example: true }, { optional: true })
  dry_run?: boolean;
}

/** Every way in that a controller can have, without an inventory behind it. */
@Controller()
class FixtureController {
  private release: () => void = () => {};

  @Post('orders')
  order(@Body() body: OrderDto) {
    return body;
  }

  @Get('items/:product_id')
  item(@Param() params: ItemParams, @Query() query: ItemQuery) {
    return { ...params, ...query };
  }

  @Post('items/new')
  create() {
    return {};
  }

  @Get('sold-out')
  soldOut() {
    throw new FailureError({ ok: false, failure: 'insufficient-stock', message: '3 are left.', available: 3 });
  }

  @Get('down')
  down() {
    throw new FailureError({ ok: false, failure: 'inventory-unavailable', message: 'Inventory is away.' });
  }

  @Get('bug')
  bug() {
    throw new Error('secret internals at 10.0.0.1');
  }

  @Get('slow')
  async slow() {
    await new Promise<void>((resolve) => {
      this.release = resolve;
    });
    return { slow: true };
  }

  @Get('release')
  finish() {
    this.release();
    return {};
  }

  @Roles('admin')
  @Post('restocks')
  restock() {
    return {};
  }
}

@Module({ controllers: [FixtureController] })
class FixtureModule {}

const REQUIRED = { INVENTORY_GRPC_URL: '127.0.0.1:1', RABBITMQ_URL: 'amqp://127.0.0.1' };

/** The edge around the fixture controller, not listening yet. */
export async function prepareEdge(env: Partial<Record<keyof GatewayConfig, string>> = {}) {
  const config = gatewayConfig({ ...REQUIRED, ...env });
  const imports = [ServiceModule.forRoot('gateway')];
  const app = await createApp({ module: FixtureModule, imports }, config);
  return { app, config };
}

/** The same, listening on a free port. */
export async function startEdge(env: Parameters<typeof prepareEdge>[0] = {}) {
  const { app, config } = await prepareEdge(env);
  await listen(app, { ...config, HTTP_PORT: 0 });
  const { port } = app.getHttpServer().address() as { port: number };
  return { app, port, url: `http://127.0.0.1:${port}`, inject: app.inject.bind(app) };
}
