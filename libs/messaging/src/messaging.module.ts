import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { BrokerConnections, type BrokerConnectionsOptions } from './connection/broker-connections.amqp.js';
import { DeadLetters } from './dead-letters/dead-letters.amqp.js';
import { EventPublisher, type EventPublisherOptions } from './publish/publisher.amqp.js';

/**
 * Connection and publisher of one process. `operatorUrl`: the login of an operator, for what the service's own may not do: declare and
 * watch the topology, give dead letters back. The service's own login then only checks.
 */
export type MessagingOptions = BrokerConnectionsOptions &
  Pick<EventPublisherOptions, 'maxInFlight'> & { readonly operatorUrl?: string | undefined };

/** Like {@link MessagingOptions}, made from other providers. */
export type MessagingAsyncOptions = {
  readonly inject?: DynamicModule['exports'];
  readonly useFactory: (...args: never[]) => MessagingOptions | Promise<MessagingOptions>;
};

const OPTIONS = Symbol('messaging options');
const OPERATOR = Symbol('connection and publisher of the operator');

type Operator = { readonly connection: BrokerConnections; readonly publisher: EventPublisher };

/**
 * Provides {@link BrokerConnections}, {@link EventPublisher} and {@link DeadLetters} everywhere. Connects when the application
 * starts, not when it is built, and never keeps it from starting. On shutdown the publisher waits for what is in flight.
 */
@Global()
@Module({})
export class MessagingModule implements OnModuleInit, OnApplicationShutdown {
  private readonly connection: BrokerConnections;
  private readonly publisher: EventPublisher;
  private readonly operator: Operator | undefined;

  constructor(
    @Inject(BrokerConnections) connection: BrokerConnections,
    @Inject(EventPublisher) publisher: EventPublisher,
    @Inject(OPERATOR) operator: Operator | undefined,
  ) {
    this.connection = connection;
    this.publisher = publisher;
    this.operator = operator;
  }

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
          provide: BrokerConnections,
          inject: [OPTIONS],
          useFactory: ({ operatorUrl, ...options }: MessagingOptions) =>
            new BrokerConnections(operatorUrl === undefined ? options : { ...options, topology: 'check' }),
        },
        {
          provide: EventPublisher,
          inject: [BrokerConnections, OPTIONS, OPERATOR],
          useFactory: (connection: BrokerConnections, { maxInFlight }: MessagingOptions, operator?: Operator) =>
            new EventPublisher(connection, {
              ...(maxInFlight !== undefined && { maxInFlight }),
              ...(operator && { keptBy: operator.publisher }),
            }),
        },
        {
          provide: DeadLetters,
          inject: [BrokerConnections, EventPublisher, OPERATOR],
          useFactory: (connection: BrokerConnections, publisher: EventPublisher, operator?: Operator) =>
            new DeadLetters(operator?.connection ?? connection, operator?.publisher ?? publisher),
        },
      ],
      exports: [BrokerConnections, EventPublisher, DeadLetters],
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
  const connection = new BrokerConnections(options);
  return { connection, publisher: new EventPublisher(connection) };
}
