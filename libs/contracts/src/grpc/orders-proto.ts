import { protoFile } from './proto-files.js';

/** proto package of `protos/orders.proto`. */
export const ORDERS_PACKAGE = 'orders';

/** Absolute path of `protos/orders.proto`. */
export const ORDERS_PROTO_PATH = protoFile('orders.proto');
