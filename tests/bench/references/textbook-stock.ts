// Reference (d), stock: one call and one transaction to reserve a line, one of each to sell it.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  type ConfirmBatchRequest,
  INVENTORY_PACKAGE,
  INVENTORY_PROTO_PATH,
  PROTO_LOADER_OPTIONS,
  type ReserveBatchRequest,
} from '@app/contracts';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GrpcMethod, type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { Pool } from 'pg';
import { inTransaction } from './in-transaction.js';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
await pool.query(`
  CREATE TABLE IF NOT EXISTS products (id int PRIMARY KEY, stock int NOT NULL, reserved int NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS lines (line_id text PRIMARY KEY, product_id int, quantity int, state text);
  INSERT INTO products (id, stock) SELECT id, 2000000000 FROM generate_series(1, 1000) id ON CONFLICT DO NOTHING`);

@Controller()
class TextbookStock {
  /** One line; its order_id is that of the line. */
  @GrpcMethod('StockReservations', 'ReserveBatch')
  async reserve({ requests: [request] }: ReserveBatchRequest) {
    const { order_id, lines: [line] = [] } = request ?? {};
    const { product_id, quantity = 0 } = line ?? {};
    await inTransaction(pool, async (client) => {
      const { rows } = await client.query('SELECT stock, reserved FROM products WHERE id = $1 FOR UPDATE', [
        product_id,
      ]);
      if (rows[0].stock - rows[0].reserved < quantity) throw new Error('insufficient stock');
      await client.query('UPDATE products SET reserved = reserved + $2 WHERE id = $1', [product_id, quantity]);
      await client.query(`INSERT INTO lines VALUES ($1, $2, $3, 'reserved')`, [order_id, product_id, quantity]);
    });
    return { outcomes: [{}] };
  }

  @GrpcMethod('StockReservations', 'ConfirmBatch')
  async sell({ requests: [request] }: ConfirmBatchRequest) {
    const order_id = request?.order_id;
    const sold = await inTransaction(pool, async (client) => {
      const text = `UPDATE lines SET state = 'sold' WHERE line_id = $1 RETURNING product_id, quantity`;
      const { product_id, quantity } = (await client.query(text, [order_id])).rows[0];
      const take = 'UPDATE products SET stock = stock - $2, reserved = reserved - $2 WHERE id = $1 RETURNING stock';
      const { stock: stock_after } = (await client.query(take, [product_id, quantity])).rows[0];
      return { product_id, quantity, stock_after };
    });
    const event = { event_id: randomUUID(), type: 'product_sold', version: 1, order_id, ...sold };
    return { outcomes: [{ events: [Buffer.from(JSON.stringify(event))] }] };
  }
}

@Module({ controllers: [TextbookStock] })
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
