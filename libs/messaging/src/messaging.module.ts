import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { AmqpConnection, type AmqpConnectionOptions } from './connection/connection.amqp.js';
import { DeadLetters } from './dead-letters/dead-letters.amqp.js';
import { EventPublisher, type EventPublisherOptions } from './publish/publisher.amqp.js';

/** Connection and publisher of one process. */
export type MessagingOptions = AmqpConnectionOptions & Pick<EventPublisherOptions, 'maxInFlight'>;

/** Like {@link MessagingOptions}, made from other providers. */
export type MessagingAsyncOptions = {
  readonly inject?: DynamicModule['exports'];
  readonly useFactory: (...args: never[]) => MessagingOptions | Promise<MessagingOptions>;
};

const OPTIONS = Symbol('messaging options');

/**
 * Provides {@link AmqpConnection}, {@link EventPublisher} and {@link DeadLetters} everywhere. Connects when the application
 * starts, not when it is built, and never keeps it from starting. On shutdown the publisher waits for what is in flight.
 */
@Global()
@Module({})
export class MessagingModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(AmqpConnection) private readonly connection: AmqpConnection,
    @Inject(EventPublisher) private readonly publisher: EventPublisher,
  ) {}

  static forRoot(options: MessagingOptions): DynamicModule {
    return MessagingModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync({ inject = [], useFactory }: MessagingAsyncOptions): DynamicModule {
    return {
      module: MessagingModule,
      providers: [
        { provide: OPTIONS, inject: inject as never[], useFactory },
        {
          provide: AmqpConnection,
          inject: [OPTIONS],
          useFactory: (options: MessagingOptions) => new AmqpConnection(options),
        },
        {
          provide: EventPublisher,
          inject: [AmqpConnection, OPTIONS],
          useFactory: (connection: AmqpConnection, { maxInFlight }: MessagingOptions) =>
            new EventPublisher(connection, maxInFlight === undefined ? {} : { maxInFlight }),
        },
        {
          provide: DeadLetters,
          inject: [AmqpConnection, EventPublisher],
          useFactory: (connection: AmqpConnection, publisher: EventPublisher) => new DeadLetters(connection, publisher),
        },
      ],
      exports: [AmqpConnection, EventPublisher, DeadLetters],
    };
  }

  onModuleInit(): void {
    this.publisher.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.publisher.close();
    await this.connection.close();
  }
}
