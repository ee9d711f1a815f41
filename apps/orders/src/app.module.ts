import { randomUUID } from 'node:crypto';
import { Crowd } from '@app/batching';
import { EventPublisher, MessagingModule } from '@app/messaging';
import { LOGGER, type Logger, Tracing } from '@app/observability';
import { createPool, DatabaseWatch, migrationsFolder, type Pool } from '@app/postgres';
import { Readiness, ServiceModule } from '@app/service';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Registry } from 'prom-client';
import { GrpcReservations, InventoryChannel } from './inventory/reservations.grpc.client.js';
import { ChangeOrder } from './order/change-order.js';
import { OrdersController } from './order/orders.grpc.controller.js';
import { OrdersRepository } from './order/orders.pg.repository.js';
import { PlaceOrder } from './order/place-order.js';
import { ReadOrders } from './order/read-orders.js';
import { WatchOrders } from './order/watch-orders.js';
import type { OrdersConfig } from './orders.config.js';
import { HttpPaymentProvider } from './payment/http.payment-provider.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from './payment/payment-provider.js';
import { ReceiveNotice } from './payment/receive-notice.js';
import { DriveOrders } from './process/drive-orders.js';
import { Effects } from './process/effects.js';
import { ProcessTelemetry } from './process/process-telemetry.js';
import { RunSteps } from './process/run-steps.js';
import { OrderEvents, StockEvents } from './publish/publishers.js';
import { POOL } from './tokens.js';

const POOL_SIZE = 8;

/** Orders: placed, driven to their end, changed and read. */
@Module({ controllers: [OrdersController], providers: [WatchOrders, Crowd] })
export class AppModule implements OnApplicationShutdown {
  private readonly watch: DatabaseWatch;
  private readonly channel: InventoryChannel;
  private readonly payments: HttpPaymentProvider;
  private readonly pool: Pool;

  constructor(
    watch: DatabaseWatch,
    channel: InventoryChannel,
    @Inject(PAYMENT_PROVIDER) payments: HttpPaymentProvider,
    @Inject(POOL) pool: Pool,
  ) {
    this.watch = watch;
    this.channel = channel;
    this.payments = payments;
    this.pool = pool;
  }

  static forRoot(config: OrdersConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [ServiceModule.forRoot('orders', config), messaging(config)],
      providers: [...neighbours(config), ...publishers, ...process(config), ...useCases(config)],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.watch.stop();
    this.channel.close();
    this.payments.close();
    await this.pool.end();
  }
}

const neighbours = (config: OrdersConfig) => [
  {
    provide: POOL,
    inject: [LOGGER],
    useFactory: (logger: Logger) =>
      createPool({
        url: config.DATABASE_URL,
        pooler: config.DATABASE_POOLER,
        max: POOL_SIZE,
        applicationName: 'orders',
        // Plans are made for tables that were empty then and have millions of rows now.
        settings: { enable_seqscan: 'off', jit: 'off' },
        onIdleError: (err) => logger.warn({ err }, 'idle database connection lost'),
      }),
  },
  {
    provide: DatabaseWatch,
    inject: [POOL, LOGGER, Readiness],
    useFactory: (pool: Pool, logger: Logger, readiness: Readiness) => {
      const watch = new DatabaseWatch(pool, migrationsFolder('orders'), logger);
      readiness.add('database', () => watch.report());
      return watch;
    },
  },
  {
    provide: InventoryChannel,
    inject: [Readiness],
    useFactory: (readiness: Readiness) => {
      const channel = new InventoryChannel(config.INVENTORY_GRPC_URL);
      readiness.add('inventory', () =>
        channel.connected ? { ok: true } : { ok: false, reason: 'inventory is not connected' },
      );
      return channel;
    },
  },
  {
    provide: GrpcReservations,
    inject: [InventoryChannel, Crowd],
    useFactory: (channel: InventoryChannel, shoppers: Crowd) => new GrpcReservations(channel, shoppers),
  },
  {
    provide: PAYMENT_PROVIDER,
    useFactory: () =>
      new HttpPaymentProvider({
        url: config.PAYMENT_URL,
        deadlineMs: Math.min(config.PAYMENT_TIMEOUT_MS, config.ORDER_LEASE_MS * 0.8),
        apiKey: config.PAYMENT_API_KEY,
      }),
  },
];

const messaging = (config: OrdersConfig) =>
  MessagingModule.forRootAsync({
    inject: [LOGGER, Registry],
    useFactory: (logger: Logger, registry: Registry) => ({
      url: config.RABBITMQ_URL,
      operatorUrl: config.RABBITMQ_OPERATOR_URL,
      topology: config.RABBITMQ_TOPOLOGY,
      name: 'orders',
      logger,
      registry,
    }),
  });

const PUBLISHING = [EventPublisher, Tracing, LOGGER, Registry];

const publishers = [
  {
    provide: OrderEvents,
    inject: [...PUBLISHING, POOL, OrdersRepository, Readiness],
    useFactory: (
      publisher: EventPublisher,
      tracing: Tracing,
      logger: Logger,
      registry: Registry,
      pool: Pool,
      orders: OrdersRepository,
      readiness: Readiness,
    ) => {
      // Without a broker orders are completed all the same: only the detail says so.
      const detail = () =>
        publisher.ready ? 'events are published' : `events wait in the outbox: ${publisher.stats().reason}`;
      readiness.add('events', () => ({ ok: true, detail: detail() }));
      return new OrderEvents({ publisher, tracing, logger, registry }, pool, orders);
    },
  },
  {
    provide: StockEvents,
    inject: [...PUBLISHING, InventoryChannel],
    useFactory: (
      publisher: EventPublisher,
      tracing: Tracing,
      logger: Logger,
      registry: Registry,
      channel: InventoryChannel,
    ) => new StockEvents({ publisher, tracing, logger, registry }, channel),
  },
];

const process = (config: OrdersConfig) => [
  {
    provide: OrdersRepository,
    inject: [POOL, Crowd],
    useFactory: (pool: Pool, shoppers: Crowd) =>
      new OrdersRepository(pool, `orders-${randomUUID()}`, config.ORDER_LEASE_MS, shoppers),
  },
  {
    provide: ProcessTelemetry,
    inject: [Tracing, LOGGER, Registry, OrdersRepository],
    useFactory: (tracing: Tracing, logger: Logger, registry: Registry, orders: OrdersRepository) => {
      const telemetry = new ProcessTelemetry(tracing, logger, registry);
      telemetry.watch(orders, registry);
      return telemetry;
    },
  },
  {
    provide: Effects,
    inject: [PAYMENT_PROVIDER, GrpcReservations, StockEvents],
    useFactory: (payments: PaymentProvider, reservations: GrpcReservations, sold: StockEvents) =>
      new Effects(payments, reservations, (events) => {
        for (const event of events) sold.publishSoon(event);
      }),
  },
  {
    provide: RunSteps,
    inject: [OrdersRepository, Effects, ProcessTelemetry, WatchOrders, OrderEvents],
    useFactory: (
      orders: OrdersRepository,
      effects: Effects,
      telemetry: ProcessTelemetry,
      watch: WatchOrders,
      events: OrderEvents,
    ) =>
      new RunSteps(orders, effects, telemetry, watch.moved, (messages) => {
        for (const { event_id, type, payload, traceparent } of messages)
          events.publishSoon({ event_id, type, body: Buffer.from(payload), traceparent });
      }),
  },
  {
    provide: DriveOrders,
    inject: [OrdersRepository, RunSteps, LOGGER],
    useFactory: (orders: OrdersRepository, steps: RunSteps, logger: Logger) =>
      new DriveOrders(orders, steps, logger, config.ORDER_LEASE_MS),
  },
];

const useCases = (config: OrdersConfig) => [
  {
    provide: PlaceOrder,
    inject: [OrdersRepository, GrpcReservations, DriveOrders, WatchOrders, ProcessTelemetry, Crowd],
    useFactory: (...parts: [OrdersRepository, GrpcReservations, DriveOrders, WatchOrders, ProcessTelemetry, Crowd]) =>
      new PlaceOrder(...parts, config.RESERVATION_TTL_SECONDS),
  },
  {
    provide: ChangeOrder,
    inject: [OrdersRepository, GrpcReservations, DriveOrders, WatchOrders, ProcessTelemetry],
    useFactory: (...parts: ConstructorParameters<typeof ChangeOrder>) => new ChangeOrder(...parts),
  },
  {
    provide: ReadOrders,
    inject: [OrdersRepository],
    useFactory: (orders: OrdersRepository) => new ReadOrders(orders),
  },
  {
    provide: ReceiveNotice,
    inject: [OrdersRepository, DriveOrders, LOGGER],
    useFactory: (orders: OrdersRepository, drives: DriveOrders, logger: Logger) =>
      new ReceiveNotice(orders, drives, config.PAYMENT_WEBHOOK_SECRETS, logger),
  },
];
