// Reference (d): the textbook saga: HTTP, then one call and one transaction for each step and line, nothing coalesced. Events are
// published with a confirm before the answer. It keeps no history, no outbox and no keys of its own, and gives nothing back when a
// step fails, which is less than what ours does.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  INVENTORY_PACKAGE,
  INVENTORY_PROTO_PATH,
  PROTO_LOADER_OPTIONS,
  type StockReservationsClient,
} from '@app/contracts';
import { assertTopology, EXCHANGES } from '@app/messaging';
import { Body, ConflictException, Controller, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type ClientGrpc, ClientsModule, Transport } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect } from 'amqplib';
import { Pool } from 'pg';
import { firstValueFrom } from 'rxjs';
import { inTransaction } from './in-transaction.js';

const { HTTP_PORT, GRPC_PORT, DATABASE_URL, RABBITMQ_URL = '', PAYMENT_URL = '' } = process.env;
const pool = new Pool({ connectionString: DATABASE_URL, max: 20 });
await pool.query('CREATE TABLE IF NOT EXISTS orders (order_id text PRIMARY KEY, state text NOT NULL)');
const connection = await connect(RABBITMQ_URL);
const channel = await connection.createConfirmChannel();
await assertTopology(channel);

interface Basket {
  order_id: string;
  lines: { product_id: number; quantity: number }[];
  payment_token: string;
}

const setState = (order_id: string, state: string) =>
  inTransaction(pool, (client) => client.query('UPDATE orders SET state = $2 WHERE order_id = $1', [order_id, state]));

function publish(type: string, body: Uint8Array): Promise<void> {
  const options = { persistent: true, messageId: randomUUID(), type };
  return new Promise((resolve, reject) => {
    channel.publish(EXCHANGES.events, type, Buffer.from(body), options, (error) => (error ? reject(error) : resolve()));
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
  private readonly stock: StockReservationsClient;

  constructor(@Inject('STOCK') client: ClientGrpc) {
    this.stock = client.getService('StockReservations');
  }

  @Post('orders')
  async place(@Body() { order_id, lines, payment_token }: Basket) {
    await inTransaction(pool, (client) => client.query(`INSERT INTO orders VALUES ($1, 'placed')`, [order_id]));
    for (const [index, line] of lines.entries()) {
      const request = { order_id: `${order_id}/${index}`, lines: [line], ttl_seconds: 300, again: false };
      await firstValueFrom(this.stock.reserveBatch({ requests: [request] }));
    }
    await setState(order_id, 'reserved');
    const amount_cents = 100 * lines.length;
    const charge = { reference: order_id, amount_cents, currency: 'USD', token: payment_token };
    const { payment_id } = await pay('payments', charge);
    await setState(order_id, 'authorised');
    for (const index of lines.keys()) {
      const requests = [{ order_id: `${order_id}/${index}`, attempt: 1 }];
      const { outcomes } = await firstValueFrom(this.stock.confirmBatch({ requests }));
      await publish('product_sold', outcomes[0]?.events[0] as Uint8Array);
    }
    await setState(order_id, 'confirmed');
    await pay(`payments/${payment_id}/capture`, { amount_cents });
    await setState(order_id, 'completed');
    await publish('order_completed', Buffer.from(JSON.stringify({ order_id, lines })));
    return { order_id, state: 'completed' };
  }
}

const grpc = {
  name: 'STOCK',
  transport: Transport.GRPC as const,
  options: {
    url: `127.0.0.1:${GRPC_PORT}`,
    package: INVENTORY_PACKAGE,
    protoPath: INVENTORY_PROTO_PATH,
    loader: PROTO_LOADER_OPTIONS,
  },
};

@Module({ imports: [ClientsModule.register([grpc])], controllers: [TextbookSaga] })
class TextbookModule {}

const app = await NestFactory.create<NestFastifyApplication>(TextbookModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(HTTP_PORT), '127.0.0.1');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
