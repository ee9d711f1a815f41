import { KEY_PATTERN, LIMITS } from '@app/contracts';
import { ServiceModule } from '@app/service';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { IsBoolean, IsEmail, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { type GatewayConfig, gatewayConfig } from '../src/gateway.config.js';
import { Roles } from '../src/http/auth/roles.decorator.js';
import { createApp } from '../src/http/create-app.js';
import { ProblemException } from '../src/http/errors/problem.exception.js';
import { listen } from '../src/http/listen.js';
import { KEY_RULE } from '../src/http/validation/sentences.js';

export class OrderDto {
  @IsInt()
  @Min(1)
  @Max(LIMITS.int32)
  product_id: number;

  @IsInt()
  @Min(1)
  @Max(LIMITS.int32)
  quantity: number;

  @IsString()
  @Matches(KEY_PATTERN, { message: KEY_RULE })
  order_id: string;

  @IsOptional()
  @IsEmail()
  @MaxLength(LIMITS.emailLength)
  customer_email?: string;
}

class ItemParams {
  @IsInt()
  @Min(1)
  @Max(LIMITS.int32)
  product_id: number;
}

class ItemQuery {
  @IsOptional()
  @IsInt()
  @Min(1)
  limit?: number;

  @IsOptional()
  @IsBoolean()
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
    throw new ProblemException({ ok: false, failure: 'insufficient-stock', message: '3 are left.', available: 3 });
  }

  @Get('down')
  down() {
    throw new ProblemException({ ok: false, failure: 'inventory-unavailable', message: 'Inventory is away.' });
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

/** The front door around the fixture controller, not listening yet. */
export async function prepareDoor(env: Partial<Record<keyof GatewayConfig, string>> = {}) {
  const config = gatewayConfig({ ...REQUIRED, ...env });
  const imports = [ServiceModule.forRoot('gateway')];
  const app = await createApp({ module: FixtureModule, imports }, config);
  return { app, config };
}

/** The same, listening on a free port. */
export async function frontDoor(env: Parameters<typeof prepareDoor>[0] = {}) {
  const { app, config } = await prepareDoor(env);
  await listen(app, { ...config, HTTP_PORT: 0 });
  const { port } = app.getHttpServer().address() as { port: number };
  return { app, port, url: `http://127.0.0.1:${port}`, inject: app.inject.bind(app) };
}
