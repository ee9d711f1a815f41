export { BAD_CURSOR, decodeCursor, encodeCursor, type KeyKind, type Position } from './cursor.js';
export {
  EVENT_TYPES,
  type EventMap,
  type EventType,
  encodeEvent,
  type InvalidEvent,
  isEventType,
  type OrderCancelled,
  type OrderCompleted,
  type OrderRefunded,
  type OrderRejected,
  type ProductSold,
  parseEvent,
  type ShopEvent,
  type StockLow,
  type StockReturned,
} from './events/events.js';
export { eventExamples, productSoldExample } from './events/examples.js';
export {
  FAILURE_DETAILS_METADATA,
  FAILURE_METADATA,
  FAILURES,
  type Failure,
  type FailureCode,
  FIELD_ERRORS_METADATA,
  grpcStatusOf,
  isFailureCode,
  isFault,
} from './failures/failures.js';
export { FailureError, unwrap } from './failures/unwrap.js';
export {
  charactersIn,
  checkFields,
  complaintAbout,
  invalid,
  type OptionalField,
  optional,
} from './fields/check-fields.js';
export type { ChoiceField, Field, FlagField, IntegerField, TextField, TimeField } from './fields/field.js';
export { FIELDS } from './fields/fields.js';
export { type FieldSchema, schemaOf } from './fields/json-schema.js';
export { ANALYTICS_PACKAGE, ANALYTICS_PROTO_PATH } from './grpc/analytics-proto.js';
export type { FiguresCalls } from './grpc/figures-calls.js';
export * from './grpc/gen/analytics.js';
export * from './grpc/gen/inventory.js';
export * from './grpc/gen/orders.js';
export * from './grpc/gen/story.js';
export { INTERNAL_CHANNEL } from './grpc/internal-channel.js';
export type { InventoryCalls } from './grpc/inventory-calls.js';
export { INVENTORY_PACKAGE, INVENTORY_PROTO_PATH } from './grpc/inventory-proto.js';
export type { OrderCalls } from './grpc/order-calls.js';
export { ORDERS_PACKAGE, ORDERS_PROTO_PATH } from './grpc/orders-proto.js';
export { PROTO_LOADER_OPTIONS, protoFile } from './grpc/proto-files.js';
export { STORY_PACKAGE, STORY_PROTO_PATH, type StoryCalls } from './grpc/story-proto.js';
export { CURRENCY_PATTERN, EMAIL_PATTERN, KEY_PATTERN, LIMITS } from './limits.js';
export { ISO_CURRENCIES, minorUnitsOf } from './money/minor-units.js';
