// An event is recorded in the transaction that makes it true (OutboxRepository.insert), published after it and acknowledged after
// the broker's confirm (OutboxPublisher); a sweep publishes what a crash left behind. Knows no sales: any event of the shop.
export type { EventFailure, Outbox, OutboxAnswer, RecordedEvent } from './outbox.js';
export {
  type ClaimedEvent,
  localOutbox,
  type NewEvent,
  OutboxRepository,
  type OutboxStats,
  type RebuiltEvent,
} from './outbox.pg.repository.js';
export { showOutbox } from './outbox-metrics.js';
export { OutboxPublisher, type OutboxPublisherOptions } from './outbox-publisher.amqp.js';
export type { PublishWatch } from './publish-watch.js';
