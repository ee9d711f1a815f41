// Reference (b), front: one unary gRPC call per request, published with confirm before the answer.
import 'reflect-metadata';
import {
  type DecreaseStockRequest,
  INVENTORY_PACKAGE,
  INVENTORY_PROTO_PATH,
  type InventoryServiceClient,
  PROTO_LOADER_OPTIONS,
} from '@app/contracts';
import { assertTopology, EXCHANGES } from '@app/messaging';
import { Body, Controller, Inject, Module, Post, ServiceUnavailableException, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type ClientGrpc, ClientsModule, Transport } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect } from 'amqplib';
import { firstValueFrom } from 'rxjs';
import { DecreaseDto } from './decrease.dto.js';

const { HTTP_PORT, GRPC_PORT, RABBITMQ_URL = '' } = process.env;
const connection = await connect(RABBITMQ_URL);
const channel = await connection.createConfirmChannel();
await assertTopology(channel);

const publish = (body: Uint8Array, messageId: string) =>
  new Promise<void>((resolve, reject) => {
    const options = {
      persistent: true,
      mandatory: true,
      messageId,
      type: 'product_sold',
      contentType: 'application/json',
    };
    channel.publish(EXCHANGES.events, 'product_sold', Buffer.from(body), options, (error) =>
      error ? reject(error) : resolve(),
    );
  });

@Controller()
class TextbookController {
  private readonly inventory: InventoryServiceClient;

  constructor(@Inject('INVENTORY') client: ClientGrpc) {
    this.inventory = client.getService('InventoryService');
  }

  @Post('inventory/decrease')
  async decrease(@Body() body: DecreaseDto) {
    const { sale, event } = await firstValueFrom(this.inventory.decreaseStock(body as DecreaseStockRequest));
    if (!sale) throw new ServiceUnavailableException();
    await publish(event, sale.sale_id);
    return { success: true, ...sale, current_stock: sale.stock_after, message: 'The sale is recorded.' };
  }
}

const grpc = {
  name: 'INVENTORY',
  transport: Transport.GRPC as const,
  options: {
    url: `127.0.0.1:${GRPC_PORT}`,
    package: INVENTORY_PACKAGE,
    protoPath: INVENTORY_PROTO_PATH,
    loader: PROTO_LOADER_OPTIONS,
  },
};

@Module({ imports: [ClientsModule.register([grpc])], controllers: [TextbookController] })
class TextbookModule {}

const app = await NestFactory.create<NestFastifyApplication>(TextbookModule, new FastifyAdapter(), { logger: false });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
await app.listen(Number(HTTP_PORT), '127.0.0.1');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
