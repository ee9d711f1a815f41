import { within } from '@app/base';
import { RmqStrategy } from '@app/messaging';
import { LOGGER, type Logger } from '@app/observability';
import { Readiness, ServiceModule } from '@app/service';
import { type DynamicModule, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { AnalyticsConfig } from './analytics.config.js';
import { FiguresGrpcController } from './figures/ask/figures.grpc.controller.js';
import { FiguresRepository } from './figures/figures.mongo.repository.js';
import { FiguresMetrics } from './figures/figures-metrics.js';
import { KeepFiguresFresh } from './figures/keep-figures-fresh.js';
import { KnownFigures } from './figures/known-figures.js';
import { RecordAndNote } from './figures/record-and-note.js';
import { AnalyticsMetrics } from './metrics.js';
import { AnalyticsDb } from './mongo/connect.mongo.js';
import { OrderEventsRepository } from './orders/order-events.mongo.repository.js';
import { RecordOrderWhenItChanged } from './orders/record-order-when-it-changed.amqp.consumer.js';
import { KeepDocumentsForDays, RAW_DOCUMENTS_DAYS } from './retention/keep-documents-for-days.js';
import { MongoRetentionStore } from './retention/retention.mongo.store.js';
import { ConvertAtStart } from './sales/convert-at-start.mongo.js';
import { RecordSaleWhenProductSold } from './sales/record-sale-when-product-sold.amqp.consumer.js';
import { SalesEventsRepository } from './sales/sales-events.mongo.repository.js';
import { StoryController } from './story/story.grpc.controller.js';
import { GetSummaryController } from './summary/get-summary.http.controller.js';

/** Two batches at work and one that fills. */
const PREFETCH = 600;
const MONGODB_ANSWER_MS = 800;

/** Subscribes to `product_sold` and to what happens to orders, keeps figures of it, and answers questions about them by gRPC and `GET /summary`. */
@Module({
  controllers: [
    RecordSaleWhenProductSold,
    RecordOrderWhenItChanged,
    FiguresGrpcController,
    GetSummaryController,
    StoryController,
  ],
  providers: [
    SalesEventsRepository,
    OrderEventsRepository,
    RecordAndNote,
    AnalyticsMetrics,
    FiguresRepository,
    FiguresMetrics,
    KeepFiguresFresh,
    ConvertAtStart,
    MongoRetentionStore,
    KeepDocumentsForDays,
  ],
})
export class AppModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly readiness: Readiness;
  private readonly strategy: RmqStrategy;
  private readonly salesEvents: SalesEventsRepository;
  private readonly analyticsDb: AnalyticsDb;

  constructor(
    readiness: Readiness,
    strategy: RmqStrategy,
    salesEvents: SalesEventsRepository,
    analyticsDb: AnalyticsDb,
  ) {
    this.readiness = readiness;
    this.strategy = strategy;
    this.salesEvents = salesEvents;
    this.analyticsDb = analyticsDb;
  }

  static forRoot(config: AnalyticsConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [ServiceModule.forRoot('analytics', config)],
      providers: [
        { provide: RAW_DOCUMENTS_DAYS, useValue: config.RAW_DOCUMENTS_DAYS },
        {
          provide: KnownFigures,
          inject: [FiguresRepository],
          useFactory: (figures: FiguresRepository) => new KnownFigures(figures),
        },
        { provide: AnalyticsDb, useFactory: () => new AnalyticsDb(config.MONGODB_URI) },
        {
          provide: RmqStrategy,
          inject: [LOGGER, Registry],
          useFactory: (logger: Logger, registry: Registry) =>
            new RmqStrategy({
              url: config.RABBITMQ_URL,
              topology: config.RABBITMQ_TOPOLOGY,
              name: 'analytics',
              queues: ['analytics.product_sold', 'analytics.orders'],
              prefetch: PREFETCH,
              logger,
              registry,
            }),
        },
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.readiness.add('broker', () => {
      const { ready, state, reason } = this.strategy.status();
      return ready ? { ok: true } : { ok: false, reason: reason || state };
    });
    this.readiness.add('mongodb', async () => {
      // Choosing a server takes longer than a readiness check may; the driver's monitor knows the reason already.
      const silence = () => this.analyticsDb.lastFailure ?? `no answer within ${MONGODB_ANSWER_MS} ms`;
      const reason = await within(MONGODB_ANSWER_MS, this.salesEvents.unavailable(), silence);
      return reason === undefined ? { ok: true } : { ok: false, reason };
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.analyticsDb.close();
  }
}
