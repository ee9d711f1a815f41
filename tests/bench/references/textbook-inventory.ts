// Reference (b), inventory: one transaction with SELECT … FOR UPDATE for each sale.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  type DecreaseStockRequest,
  INVENTORY_PACKAGE,
  INVENTORY_PROTO_PATH,
  PROTO_LOADER_OPTIONS,
} from '@app/contracts';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GrpcMethod, type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
await pool.query(`CREATE TABLE IF NOT EXISTS products (id int PRIMARY KEY, stock int NOT NULL CHECK (stock >= 0));
  CREATE TABLE IF NOT EXISTS sales (order_id text PRIMARY KEY, sale_id uuid NOT NULL, product_id int NOT NULL, quantity int NOT NULL);
  INSERT INTO products SELECT id, 2000000000 FROM generate_series(1, 1000) id ON CONFLICT DO NOTHING`);

@Controller()
class TextbookInventory {
  @GrpcMethod('InventoryService', 'DecreaseStock')
  async decreaseStock({ product_id, quantity, order_id }: DecreaseStockRequest) {
    const sale_id = randomUUID();
    const stock_after = await sell(product_id, quantity, order_id, sale_id);
    const sale = {
      sale_id,
      order_id,
      product_id,
      product_name: 'Laptop Gamer',
      quantity,
      unit_price_cents: 149_900,
      total_cents: 149_900 * quantity,
      currency: 'USD',
      stock_after,
      product_version: 1,
      occurred_at: new Date().toISOString(),
    };
    const event = { event_id: sale_id, type: 'product_sold', version: 1, ...sale };
    return { product_id, current_stock: stock_after, success: true, sale, event: Buffer.from(JSON.stringify(event)) };
  }
}

async function sell(product_id: number, quantity: number, order_id: string, sale_id: string): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query('SELECT stock FROM products WHERE id = $1 FOR UPDATE', [product_id]);
    const stock = rows[0].stock - quantity;
    if (stock < 0) throw new Error('insufficient stock');
    await client.query('UPDATE products SET stock = $2 WHERE id = $1', [product_id, stock]);
    await client.query('INSERT INTO sales VALUES ($1, $2, $3, $4)', [order_id, sale_id, product_id, quantity]);
    await client.query('COMMIT');
    return stock;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

@Module({ controllers: [TextbookInventory] })
class TextbookModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(TextbookModule, {
  logger: false,
  transport: Transport.GRPC,
  options: {
    url: `127.0.0.1:${process.env.GRPC_PORT}`,
    package: INVENTORY_PACKAGE,
    protoPath: INVENTORY_PROTO_PATH,
    loader: PROTO_LOADER_OPTIONS,
  },
});
await app.listen();
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
