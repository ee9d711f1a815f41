export { MissingTopologyError, topologyState } from './check-topology.amqp.js';
export {
  BrokerConnections,
  type BrokerConnectionsOptions,
  type ConnectionStatus,
  type TopologyMode,
} from './connection/broker-connections.amqp.js';
export type { ConsumerStatus } from './consume/consumer.amqp.js';
export { type Delivery, MAX_BODY_BYTES } from './consume/delivery.js';
export type { Ack, BatchDisposition, Disposition, Hold, Park, Retry } from './consume/disposition.js';
export type { HandlerExtras } from './consume/handler.js';
export { OnEvent } from './consume/on-event.decorator.js';
export { readEvent } from './consume/read-event.js';
export { RmqStrategy, type RmqStrategyOptions } from './consume/rmq.strategy.js';
export type { DeadLetter } from './dead-letters/dead-letter.js';
export {
  type DeadLetterFailure,
  type DeadLetterFilter,
  type DeadLetterList,
  type DeadLetterOutcome,
  DeadLetters,
} from './dead-letters/dead-letters.amqp.js';
export { type QueueDepth, QueueDepths } from './inspect/queue-depths.amqp.js';
export { showQueues } from './inspect/show-queues.js';
export type { MessagingLogger } from './logger.js';
export { type MessagingAsyncOptions, MessagingModule, type MessagingOptions } from './messaging.module.js';
export { BROKER_EVENTS_PERMISSIONS, BROKER_USERS, type BrokerUser, type Permissions } from './permissions.js';
export type { PublishFailure, PublishMessage, PublishResult } from './publish/publish-result.js';
export { EventPublisher, type EventPublisherOptions, type PublisherStats } from './publish/publisher.amqp.js';
export { isWatched, type LostQueue, watchQueues } from './publish/queue-watch.amqp.js';
export * from './topology.js';
