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

/**
 * Connection and publisher of one process. `operatorUrl`: the login of an operator, for what the service's own may not do: declare and
 * watch the topology, give dead letters back. The service's own login then only checks.
 */
export type MessagingOptions = AmqpConnectionOptions &
  Pick<EventPublisherOptions, 'maxInFlight'> & { readonly operatorUrl?: string | undefined };

/** Like {@link MessagingOptions}, made from other providers. */
export type MessagingAsyncOptions = {
  readonly inject?: DynamicModule['exports'];
  readonly useFactory: (...args: never[]) => MessagingOptions | Promise<MessagingOptions>;
};

const OPTIONS = Symbol('messaging options');
const OPERATOR = Symbol('connection and publisher of the operator');

type Operator = { readonly connection: AmqpConnection; readonly publisher: EventPublisher };

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
    @Inject(OPERATOR) private readonly operator: Operator | undefined,
  ) {}

  static forRoot(options: MessagingOptions): DynamicModule {
    return MessagingModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync({ inject = [], useFactory }: MessagingAsyncOptions): DynamicModule {
    return {
      module: MessagingModule,
      providers: [
        { provide: OPTIONS, inject: inject as never[], useFactory },
        { provide: OPERATOR, inject: [OPTIONS], useFactory: operatorOf },
        {
          provide: AmqpConnection,
          inject: [OPTIONS],
          useFactory: ({ operatorUrl, ...options }: MessagingOptions) =>
            new AmqpConnection(operatorUrl === undefined ? options : { ...options, topology: 'check' }),
        },
        {
          provide: EventPublisher,
          inject: [AmqpConnection, OPTIONS, OPERATOR],
          useFactory: (connection: AmqpConnection, { maxInFlight }: MessagingOptions, operator?: Operator) =>
            new EventPublisher(connection, {
              ...(maxInFlight !== undefined && { maxInFlight }),
              ...(operator && { keptBy: operator.publisher }),
            }),
        },
        {
          provide: DeadLetters,
          inject: [AmqpConnection, EventPublisher, OPERATOR],
          useFactory: (connection: AmqpConnection, publisher: EventPublisher, operator?: Operator) =>
            new DeadLetters(operator?.connection ?? connection, operator?.publisher ?? publisher),
        },
      ],
      exports: [AmqpConnection, EventPublisher, DeadLetters],
    };
  }

  onModuleInit(): void {
    this.operator?.publisher.start();
    this.publisher.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.publisher.close();
    await this.connection.close();
    await this.operator?.publisher.close();
    await this.operator?.connection.close();
  }
}

function operatorOf({ operatorUrl, name, logger, registry }: MessagingOptions): Operator | undefined {
  if (operatorUrl === undefined) return undefined;
  const options = {
    url: operatorUrl,
    name: `${name}-operator`,
    ...(logger && { logger }),
    ...(registry && { registry }),
  };
  const connection = new AmqpConnection(options);
  return { connection, publisher: new EventPublisher(connection) };
}
