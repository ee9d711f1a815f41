// Reference (a): bare Nest on Fastify, one POST route with a constant answer as long as a sale's.
import 'reflect-metadata';
import { Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

const ANSWER = {
  success: true,
  sale_id: '0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11',
  order_id: 'bench-0-0-000000000',
  product_id: 1,
  product_name: 'Laptop Gamer',
  quantity: 1,
  unit_price_cents: 149_900,
  total_cents: 149_900,
  currency: 'USD',
  current_stock: 2_000_000_000,
  occurred_at: '2024-07-12T09:26:53.589Z',
  message: 'The sale is recorded.',
};

@Controller()
class BareController {
  @Post('inventory/decrease')
  decrease() {
    return ANSWER;
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

const app = await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.HTTP_PORT), '127.0.0.1');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
