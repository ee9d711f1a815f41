// Generated from the schemas by `npm run generate`. Do not edit.
import orderCancelled from '../order-cancelled.v1.schema.json' with { type: 'json' };
import orderCompleted from '../order-completed.v1.schema.json' with { type: 'json' };
import orderRefunded from '../order-refunded.v1.schema.json' with { type: 'json' };
import orderRejected from '../order-rejected.v1.schema.json' with { type: 'json' };
import productSold from '../product-sold.v1.schema.json' with { type: 'json' };
import stockLow from '../stock-low.v1.schema.json' with { type: 'json' };
import stockReturned from '../stock-returned.v1.schema.json' with { type: 'json' };
import type { OrderCancelled } from './order-cancelled.v1.js';
import type { OrderCompleted } from './order-completed.v1.js';
import type { OrderRefunded } from './order-refunded.v1.js';
import type { OrderRejected } from './order-rejected.v1.js';
import type { ProductSold } from './product-sold.v1.js';
import type { StockLow } from './stock-low.v1.js';
import type { StockReturned } from './stock-returned.v1.js';

export type { OrderCancelled, OrderCompleted, OrderRefunded, OrderRejected, ProductSold, StockLow, StockReturned };

/** Every event of the shop by its type, which is also its routing key and its AMQP `type`. */
export interface EventMap {
  order_cancelled: OrderCancelled;
  order_completed: OrderCompleted;
  order_refunded: OrderRefunded;
  order_rejected: OrderRejected;
  product_sold: ProductSold;
  stock_low: StockLow;
  stock_returned: StockReturned;
}

/** The schema of each event. */
export const SCHEMAS = {
  order_cancelled: orderCancelled,
  order_completed: orderCompleted,
  order_refunded: orderRefunded,
  order_rejected: orderRejected,
  product_sold: productSold,
  stock_low: stockLow,
  stock_returned: stockReturned,
};
