// Reference (d): the textbook saga in one process: HTTP, one transaction and one call for each step and line, no coalescing. It keeps
// stock, orders and money in one database and publishes with a confirm for each line, which is less than what ours does.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { assertTopology, EXCHANGES } from '@app/messaging';
import { Body, ConflictException, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect } from 'amqplib';
import { Pool, type PoolClient } from 'pg';

const { HTTP_PORT, DATABASE_URL, RABBITMQ_URL = '', PAYMENT_URL = '' } = process.env;
const pool = new Pool({ connectionString: DATABASE_URL, max: 20 });
await pool.query(`
  CREATE TABLE IF NOT EXISTS products (id int PRIMARY KEY, stock int NOT NULL, reserved int NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS orders (order_id text PRIMARY KEY, state text NOT NULL);
  CREATE TABLE IF NOT EXISTS lines (order_id text, line int, product_id int, quantity int, state text, PRIMARY KEY (order_id, line));
  INSERT INTO products (id, stock) SELECT id, 2000000000 FROM generate_series(1, 1000) id ON CONFLICT DO NOTHING`);
const connection = await connect(RABBITMQ_URL);
const channel = await connection.createConfirmChannel();
await assertTopology(channel);

interface Line {
  product_id: number;
  quantity: number;
}

async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const setState = (order_id: string, state: string) =>
  inTransaction((client) => client.query('UPDATE orders SET state = $2 WHERE order_id = $1', [order_id, state]));

async function reserve(order_id: string, line: number, { product_id, quantity }: Line): Promise<void> {
  await inTransaction(async (client) => {
    const { rows } = await client.query('SELECT stock, reserved FROM products WHERE id = $1 FOR UPDATE', [product_id]);
    if (rows[0].stock - rows[0].reserved < quantity) throw new ConflictException();
    await client.query('UPDATE products SET reserved = reserved + $2 WHERE id = $1', [product_id, quantity]);
    await client.query(`INSERT INTO lines VALUES ($1, $2, $3, $4, 'reserved')`, [order_id, line, product_id, quantity]);
  });
}

async function sell(order_id: string, line: number, { product_id, quantity }: Line): Promise<void> {
  await inTransaction(async (client) => {
    await client.query('SELECT 1 FROM products WHERE id = $1 FOR UPDATE', [product_id]);
    await client.query('UPDATE products SET stock = stock - $2, reserved = reserved - $2 WHERE id = $1', [
      product_id,
      quantity,
    ]);
    await client.query(`UPDATE lines SET state = 'sold' WHERE order_id = $1 AND line = $2`, [order_id, line]);
  });
  await publish(order_id, line, product_id);
}

function publish(order_id: string, line: number, product_id: number): Promise<void> {
  const messageId = randomUUID();
  const body = Buffer.from(JSON.stringify({ event_id: messageId, order_id, line, product_id }));
  const options = { persistent: true, messageId, type: 'product_sold' };
  return new Promise((resolve, reject) => {
    channel.publish(EXCHANGES.events, 'product_sold', body, options, (error) => (error ? reject(error) : resolve()));
  });
}

async function pay(path: string, body: object): Promise<{ payment_id: string }> {
  const answer = await fetch(`${PAYMENT_URL}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new ConflictException();
  return (await answer.json()) as { payment_id: string };
}

@Controller()
class TextbookSaga {
  @Post('orders')
  async place(@Body() { order_id, lines, payment_token }: { order_id: string; lines: Line[]; payment_token: string }) {
    await inTransaction((client) => client.query(`INSERT INTO orders VALUES ($1, 'placed')`, [order_id]));
    for (const [index, line] of lines.entries()) await reserve(order_id, index + 1, line);
    await setState(order_id, 'reserved');
    const amount_cents = 100 * lines.length;
    const charge = { reference: order_id, amount_cents, currency: 'USD', token: payment_token };
    const { payment_id } = await pay('payments', charge);
    await setState(order_id, 'authorised');
    for (const [index, line] of lines.entries()) await sell(order_id, index + 1, line);
    await setState(order_id, 'confirmed');
    await pay(`payments/${payment_id}/capture`, { amount_cents });
    await setState(order_id, 'completed');
    return { order_id, state: 'completed' };
  }
}

@Module({ controllers: [TextbookSaga] })
class TextbookModule {}

const app = await NestFactory.create<NestFastifyApplication>(TextbookModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(HTTP_PORT), '127.0.0.1');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
