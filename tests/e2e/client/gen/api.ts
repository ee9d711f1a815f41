// Written by `npm run openapi` from docs/openapi.yaml. Do not edit.
export interface paths {
    "/inventory/decrease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sell a product, once per order_id
         * @description Takes the units from the stock and records the sale, or does nothing. The same request again is answered with the same sale; another body under the same order_id is refused.
         */
        post: operations["decreaseStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a sale again
         * @description The sale as it was recorded, byte for byte what the call that made it was answered.
         */
        get: operations["getSale"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/inventory/{product_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A product with its stock as it is now
         * @description Reads your own writes: right after a sale it shows the reduced stock.
         */
        get: operations["getStock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The products that are on sale, page by page
         * @description With what can be sold of each right now. A page goes on from the place where the one before ended, so what is added, changed or sold meanwhile never makes it skip or repeat a product that stayed as it is.
         */
        get: operations["listProducts"];
        put?: never;
        /**
         * Put a product on sale
         * @description Under an id of your own, or under the next free one.
         */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A product without its stock
         * @description A sale leaves its ETag, which is what a change (PATCH) needs. GET /inventory/{product_id} has the stock.
         */
        get: operations["getProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a product, archive or restore it
         * @description Only the fields that are given change. What was sold or reserved keeps its name and price. An archived product is not listed and not sold; what is reserved of it is still delivered.
         */
        patch: operations["updateProduct"];
        trace?: never;
    };
    "/products/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed a product, what and when
         * @description Newest first. Sales and deliveries are no changes of the product.
         */
        get: operations["listProductChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/inventory/restock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add stock, once per restock_id
         * @description The same request again is answered with the same delivery; another body under the same restock_id is refused.
         */
        post: operations["restock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/inventory/adjust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct the stock, once per adjustment_id
         * @description For units that were found, lost or broken. What pending orders hold cannot be taken away. The same request again is answered with the same correction; another body under the same adjustment_id is refused.
         */
        post: operations["adjust"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/{queue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Messages of a work queue that could not be handled
         * @description With the reason of each. Reading changes nothing.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/{queue}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give dead letters back to their work queue
         * @description The filter may stand in the query or in the body. Consumers are idempotent: a replay does nothing twice.
         */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All orders, the newest first
         * @description Pages by cursor: what is placed meanwhile neither repeats nor hides anything.
         */
        get: operations["listOrders"];
        put?: never;
        /**
         * Buy a basket, once per order_id
         * @description Reserves all lines or none, takes the money and sells the units. The same request again is answered by where the order stands: completed 200, under way 202, declined 402 again.
         */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An order, now or at a moment
         * @description Buyers see their own orders, an admin all of them.
         */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an order that is not sold yet
         * @description The units are given back and the payment is undone. Once the units are sold only a refund is left.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay back in full or by line, once per refund_id
         * @description The same request again is answered with the same refund; another body under the same refund_id is refused.
         */
        post: operations["refundOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * For the payment service: a payment has changed
         * @description Signed as Standard Webhooks describes. Kept once for each webhook-id, answered, and applied later by asking the payment service.
         */
        post: operations["receivePaymentNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/figures/sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sales by hour or day
         * @description Every bucket that overlaps the range, the empty ones too, at most two seconds old. Days have 23 or 25 hours when the clocks change. At most 93 days by hour, 1,100 days by day.
         */
        get: operations["getSalesFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/figures/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Products by what was sold of them
         * @description The best first, ties by product_id. The range is widened to quarters of an hour. Amounts of different currencies are compared as numbers, never converted.
         */
        get: operations["getProductFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/figures/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that was ever sold, by currency
         * @description Running totals, at most two seconds old.
         */
        get: operations["getTotals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sales/{order_id}/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The story of one sale
         * @description Each hop with its time, and what is missing with the reason. A service that is away is a line, not an error.
         */
        get: operations["getSaleStory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The story of one order
         * @description Each hop with its time, and what is missing with the reason. A service that is away is a line, not an error.
         */
        get: operations["getOrderStory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/traces/{trace_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The steps of one trace
         * @description Gathered from the memory of every service: the last traces, longer those that failed or were slow. A trace that no service remembers has no steps.
         */
        get: operations["getTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive
         * @description The process runs and its event loop turns.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it take work
         * @description Ready when every dependency is usable; while shutting down it is not.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description Prometheus text format 0.0.4.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        DecreaseStock: {
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * Format: int32
             * @description How many units.
             * @example 2
             */
            quantity: number;
            /**
             * @description Your own id of this order. Sold once, permanently: repeating it gives the same answer again.
             * @example ORD-2024-001
             */
            order_id: string;
            /**
             * Format: idn-email
             * @description Where the mail of this sale goes.
             * @example ada@example.com
             */
            customer_email?: string;
        };
        Sale: {
            /**
             * @description Always true: refusals are problem details.
             * @example true
             * @enum {boolean}
             */
            success: true;
            /**
             * Format: uuid
             * @description Also the event_id of product_sold.
             * @example 0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11
             */
            sale_id: string;
            /**
             * @description Your own id of this order. Sold once, permanently: repeating it gives the same answer again.
             * @example ORD-2024-001
             */
            order_id: string;
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * @description For people.
             * @example Laptop Gamer
             */
            product_name: string;
            /**
             * Format: int32
             * @description How many units.
             * @example 2
             */
            quantity: number;
            /**
             * Format: int64
             * @description Minor units.
             * @example 149900
             */
            unit_price_cents: number;
            /**
             * Format: int64
             * @description Minor units.
             * @example 299800
             */
            total_cents: number;
            /**
             * @description ISO 4217.
             * @example USD
             */
            currency: string;
            /**
             * Format: int32
             * @description Units left right after this sale, also when it is asked for again later.
             * @example 98
             */
            current_stock: number;
            /**
             * Format: date-time
             * @description When it was recorded, UTC.
             * @example 2024-07-12T09:26:53.589Z
             */
            occurred_at: string;
            /** @example Sale recorded */
            message: string;
        };
        Stock: {
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * @description For people.
             * @example Laptop Gamer
             */
            name: string;
            /**
             * Format: int32
             * @description Units that can be sold now.
             * @example 98
             */
            current_stock: number;
            /**
             * Format: int32
             * @description Units that pending orders hold: not part of the stock that can be sold now.
             * @example 2
             */
            reserved: number;
            /**
             * Format: int64
             * @description Price of one unit in minor units.
             * @example 149900
             */
            price_cents: number;
            /**
             * @description ISO 4217.
             * @example USD
             */
            currency: string;
            /**
             * Format: int64
             * @description Grows with each change of the product.
             * @example 2
             */
            version: number;
        };
        Product: {
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            id: number;
            /**
             * @description For people.
             * @example Laptop Gamer
             */
            name: string;
            /**
             * Format: int64
             * @description Price of one unit in minor units.
             * @example 149900
             */
            price_cents: number;
            /**
             * @description ISO 4217.
             * @example USD
             */
            currency: string;
            /**
             * Format: int32
             * @description Units that can be sold now.
             * @example 100
             */
            stock: number;
            /**
             * Format: int64
             * @description Grows with each change of the product.
             * @example 1
             */
            version: number;
        };
        ProductList: {
            items: components["schemas"]["Product"][];
            /**
             * @description Of the next page. Without it this is the last.
             * @example WyJDNHU3T1J4Z1VnRlMiLDJd
             */
            next_cursor?: string;
        };
        CatalogProduct: {
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            id: number;
            /**
             * @description For people.
             * @example Laptop Gamer
             */
            name: string;
            /**
             * Format: int64
             * @description Price of one unit in minor units.
             * @example 149900
             */
            price_cents: number;
            /**
             * @description ISO 4217.
             * @example USD
             */
            currency: string;
            /**
             * @description Archived products are not listed and not sold.
             * @example false
             */
            archived: boolean;
            /**
             * Format: int32
             * @description When no more than this can be sold, the event stock_low is published, once.
             * @example 10
             */
            low_stock_threshold?: number;
            /**
             * Format: int64
             * @description Grows with each change of name, price and the like, not with a sale.
             * @example 1
             */
            catalog_version: number;
        };
        CreateProduct: {
            /**
             * Format: int32
             * @description Your own id. Without it the next free one is taken.
             * @example 4711
             */
            id?: number;
            /**
             * @description For people.
             * @example Keyboard Mechanical
             */
            name: string;
            /**
             * Format: int64
             * @description Price of one unit in minor units.
             * @example 8900
             */
            price_cents: number;
            /**
             * @description ISO 4217.
             * @example USD
             */
            currency: string;
            /**
             * Format: int32
             * @description Units to start with.
             * @example 25
             */
            stock: number;
            /**
             * Format: int32
             * @description When no more than this can be sold, the event stock_low is published, once.
             * @example 10
             */
            low_stock_threshold?: number;
        };
        UpdateProduct: {
            /**
             * @description For people.
             * @example Laptop Gamer 16
             */
            name?: string;
            /**
             * Format: int64
             * @description Price of one unit in minor units.
             * @example 139900
             */
            price_cents?: number;
            /**
             * @description Archived products are not listed and not sold.
             * @example false
             */
            archived?: boolean;
            /**
             * Format: int32
             * @description When no more than this can be sold, the event stock_low is published, once.
             * @example 10
             */
            low_stock_threshold?: number | null;
        };
        ProductFields: {
            /**
             * @description For people.
             * @example Laptop Gamer
             */
            name: string;
            /**
             * Format: int64
             * @description Price of one unit in minor units.
             * @example 149900
             */
            price_cents: number;
            /**
             * @description Archived products are not listed and not sold.
             * @example false
             */
            archived: boolean;
            /**
             * Format: int32
             * @description When no more than this can be sold, the event stock_low is published, once.
             * @example 10
             */
            low_stock_threshold?: number;
        };
        ProductChange: {
            /**
             * Format: int64
             * @description As it was after the change.
             * @example 1
             */
            catalog_version: number;
            /**
             * Format: date-time
             * @description UTC.
             * @example 2024-07-12T09:26:53.589Z
             */
            changed_at: string;
            /**
             * @description Subject of the token.
             * @example dev-admin
             */
            changed_by: string;
            /** @description Absent when the product was put on sale. */
            before?: components["schemas"]["ProductFields"];
            after: components["schemas"]["ProductFields"];
        };
        ProductChangeList: {
            items: components["schemas"]["ProductChange"][];
            /**
             * @description Of the next page. Without it this is the last.
             * @example WyJDNHU3T1J4Z1VnRlMiLDJd
             */
            next_cursor?: string;
        };
        Restock: {
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * Format: int32
             * @description Units that came in.
             * @example 50
             */
            quantity: number;
            /**
             * @description Your own id of this delivery. Added once: repeating it gives the same answer again.
             * @example DELIVERY-2024-07
             */
            restock_id: string;
        };
        Restocked: {
            /**
             * @description Your own id of this delivery. Added once: repeating it gives the same answer again.
             * @example DELIVERY-2024-07
             */
            restock_id: string;
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * Format: int32
             * @description Units that came in.
             * @example 50
             */
            quantity: number;
            /**
             * Format: int32
             * @description Units right after this delivery, also when it is asked for again later.
             * @example 148
             */
            current_stock: number;
        };
        Adjust: {
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * Format: int32
             * @description Units that were found (positive) or are gone (negative).
             * @example -3
             */
            quantity: number;
            /**
             * @description Why, in a few words.
             * @example broken in the warehouse
             */
            reason: string;
            /**
             * @description Your own id of this correction. Made once: repeating it gives the same answer again.
             * @example COUNT-2024-07
             */
            adjustment_id: string;
        };
        Adjusted: {
            /**
             * @description Your own id of this correction. Made once: repeating it gives the same answer again.
             * @example COUNT-2024-07
             */
            adjustment_id: string;
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * Format: int32
             * @description Units that were found (positive) or are gone (negative).
             * @example -3
             */
            quantity: number;
            /**
             * @description Why, in a few words.
             * @example broken in the warehouse
             */
            reason: string;
            /**
             * Format: int32
             * @description Units that could be sold right after this correction, also when it is asked for again later.
             * @example 95
             */
            current_stock: number;
        };
        DeadLetter: {
            /** @example 0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11 */
            event_id: string | null;
            /** @example product_sold */
            type: string | null;
            /**
             * @description A stable code.
             * @example schema
             */
            error_kind: string;
            /** @example event/quantity must be >= 1 */
            error_message: string;
            /**
             * Format: date-time
             * @example 2024-07-12T09:26:53.589Z
             */
            failed_at: string | null;
            /**
             * Format: int64
             * @description Failures before this one.
             * @example 0
             */
            attempt: number;
            /** @example analytics */
            consumer: string | null;
            /**
             * @description Of the sale, when the message names one.
             * @example ORD-2024-001
             */
            order_id?: string;
            /**
             * @description The message as it is; `base64:…` when it is not text.
             * @example {"quantity":0}
             */
            body: string;
        };
        DeadLetterList: {
            /**
             * @example analytics.product_sold
             * @enum {string}
             */
            queue: "analytics.product_sold" | "notifications.product_sold" | "analytics.orders" | "notifications.orders";
            /**
             * Format: int64
             * @description Total in the queue.
             * @example 1
             */
            total: number;
            items: components["schemas"]["DeadLetter"][];
        };
        Replay: {
            /**
             * Format: int32
             * @description Maximum number to return, oldest first.
             * @default 100
             * @example 10
             */
            limit: number;
            /**
             * @description Only this event.
             * @example 0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11
             */
            event_id?: string;
            /**
             * @description Only say what would be done.
             * @default false
             * @example true
             */
            dry_run: boolean;
        };
        ReplayedItem: {
            /** @example 0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11 */
            event_id: string | null;
            /** @example replayed */
            outcome: string;
        };
        Replayed: {
            /**
             * @example analytics.product_sold
             * @enum {string}
             */
            queue: "analytics.product_sold" | "notifications.product_sold" | "analytics.orders" | "notifications.orders";
            /** @example false */
            dry_run: boolean;
            /**
             * Format: int64
             * @description Given back; with dry_run: would be.
             * @example 1
             */
            replayed: number;
            /**
             * Format: int64
             * @description Still in the queue; `items` says why.
             * @example 0
             */
            failed: number;
            items: components["schemas"]["ReplayedItem"][];
        };
        BasketLine: {
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * Format: int32
             * @description How many units.
             * @example 2
             */
            quantity: number;
        };
        PlaceOrder: {
            /**
             * @description Your own id of this order. Sold once, permanently: repeating it gives the same answer again.
             * @example ORD-2024-001
             */
            order_id: string;
            /**
             * @description The basket: each product once.
             * @example [
             *       {
             *         "product_id": 1,
             *         "quantity": 1
             *       },
             *       {
             *         "product_id": 2,
             *         "quantity": 2
             *       }
             *     ]
             */
            lines: components["schemas"]["BasketLine"][];
            /**
             * @description Names a means of payment at the payment service. Never a card number.
             * @example tok_ok
             */
            payment_token: string;
            /**
             * Format: idn-email
             * @description Where the mail of this order goes.
             * @example ada@example.com
             */
            customer_email?: string;
            /**
             * Format: int64
             * @description What the basket costs as far as you know: another total is refused.
             * @example 302799
             */
            expected_total_cents?: number;
        };
        OrderLine: {
            /**
             * Format: int32
             * @description Which line of the order.
             * @example 1
             */
            line: number;
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * @description For people.
             * @example Laptop Gamer
             */
            product_name: string;
            /**
             * Format: int32
             * @description How many units.
             * @example 1
             */
            quantity: number;
            /**
             * Format: int64
             * @description Minor units.
             * @example 149900
             */
            unit_price_cents: number;
            /**
             * Format: int64
             * @description Minor units.
             * @example 149900
             */
            total_cents: number;
            /**
             * Format: int32
             * @description Units that were paid back, or are being paid back.
             * @example 0
             */
            refunded_quantity: number;
        };
        OrderEvent: {
            /**
             * @description From 1, without gaps.
             * @example 1
             */
            seq: number;
            /**
             * @description What happened; docs/orders.md lists everything that can.
             * @example placed
             */
            type: string;
            /**
             * Format: date-time
             * @description UTC.
             * @example 2026-01-31T09:30:00.120Z
             */
            at: string;
        };
        Order: {
            /**
             * @description Your own id of this order. Sold once, permanently: repeating it gives the same answer again.
             * @example ORD-2024-001
             */
            order_id: string;
            /**
             * @description Where the order stands; docs/orders.md draws the way.
             * @example completed
             * @enum {string}
             */
            state: "reserved" | "authorised" | "confirmed" | "voiding" | "releasing" | "returning" | "withdrawing" | "completed" | "rejected" | "cancelled" | "refunded";
            /**
             * @description Why it was rejected or cancelled.
             * @example declined
             * @enum {string}
             */
            reason?: "declined" | "expired" | "cancelled" | "capture-refused";
            /**
             * @description ISO 4217.
             * @example USD
             */
            currency: string;
            /**
             * Format: int64
             * @description Minor units.
             * @example 155898
             */
            total_cents: number;
            /**
             * Format: int64
             * @description What was paid back, in minor units.
             * @example 0
             */
            refunded_cents: number;
            lines: components["schemas"]["OrderLine"][];
            /**
             * Format: date-time
             * @description UTC.
             * @example 2026-01-31T09:30:00.120Z
             */
            placed_at: string;
            /**
             * Format: date-time
             * @description UTC.
             * @example 2026-01-31T09:30:00.120Z
             */
            completed_at?: string;
            /** @description Everything that has happened to it. Empty in lists. */
            history: components["schemas"]["OrderEvent"][];
        };
        OrderPage: {
            items: components["schemas"]["Order"][];
            /**
             * @description Left out on the last page.
             * @example WyJDNHU3T1J4Z1VnRlMiLDJd
             */
            next_cursor?: string;
        };
        RefundLine: {
            /**
             * Format: int32
             * @description Which line of the order.
             * @example 1
             */
            line: number;
            /**
             * Format: int32
             * @description How many units.
             * @example 1
             */
            quantity: number;
        };
        RefundOrder: {
            /**
             * @description Your own id of this refund. Paid back once: repeating it gives the same answer again.
             * @example REFUND-2024-01
             */
            refund_id: string;
            /**
             * @description What is paid back; everything that is left when this is left out.
             * @example [
             *       {
             *         "line": 1,
             *         "quantity": 1
             *       }
             *     ]
             */
            lines?: components["schemas"]["RefundLine"][];
            /**
             * @description Whether the units come back into stock.
             * @example true
             */
            restock: boolean;
        };
        RefundedLine: {
            /**
             * Format: int32
             * @description Which line of the order.
             * @example 1
             */
            line: number;
            /**
             * Format: int32
             * @description How many units.
             * @example 1
             */
            quantity: number;
        };
        Refunded: {
            /**
             * @description Your own id of this refund. Paid back once: repeating it gives the same answer again.
             * @example REFUND-2024-01
             */
            refund_id: string;
            /**
             * @description Your own id of this order. Sold once, permanently: repeating it gives the same answer again.
             * @example ORD-2024-001
             */
            order_id: string;
            /**
             * Format: int64
             * @description What this refund pays back, in minor units.
             * @example 149900
             */
            refunded_cents: number;
            lines: components["schemas"]["RefundedLine"][];
        };
        NoticeReceived: {
            /**
             * @example true
             * @enum {boolean}
             */
            received: true;
        };
        PreviousBucket: {
            /**
             * Format: int64
             * @description How many sales.
             * @example 12
             */
            sales: number;
            /**
             * Format: int64
             * @description How many units.
             * @example 24
             */
            units: number;
            /**
             * @description Gross revenue, before refunds, in minor units. Beyond 2^53 - 1 a string of digits, because JSON readers would round it.
             * @example 3597600
             */
            revenue_cents: number | string;
            /**
             * @description What was paid back, counted when it was, in minor units. Beyond 2^53 - 1 a string of digits, because JSON readers would round it.
             * @example 0
             */
            refunded_cents: number | string;
            /**
             * Format: date-time
             * @description When the bucket begins, with the offset of the time zone.
             * @example 2024-07-11T09:00:00+02:00
             */
            start: string;
        };
        SalesBucket: {
            /**
             * Format: int64
             * @description How many sales.
             * @example 12
             */
            sales: number;
            /**
             * Format: int64
             * @description How many units.
             * @example 24
             */
            units: number;
            /**
             * @description Gross revenue, before refunds, in minor units. Beyond 2^53 - 1 a string of digits, because JSON readers would round it.
             * @example 3597600
             */
            revenue_cents: number | string;
            /**
             * @description What was paid back, counted when it was, in minor units. Beyond 2^53 - 1 a string of digits, because JSON readers would round it.
             * @example 0
             */
            refunded_cents: number | string;
            /**
             * Format: date-time
             * @description When the bucket begins, with the offset of the time zone.
             * @example 2024-07-12T09:00:00+02:00
             */
            start: string;
            /**
             * @description ISO 4217.
             * @example USD
             */
            currency: string;
            /**
             * Format: int32
             * @description When one was asked for.
             * @example 1
             */
            product_id?: number;
            /** @description With compare=previous. */
            previous?: components["schemas"]["PreviousBucket"];
        };
        SalesFigures: {
            items: components["schemas"]["SalesBucket"][];
            /**
             * @description Left out on the last page.
             * @example WyJDNHU3T1J4Z1VnRlMiLDJd
             */
            next_cursor?: string;
            /**
             * Format: date-time
             * @description Everything that had been recorded by then is in the figures, UTC.
             * @example 2024-07-12T09:26:55.000Z
             */
            complete_until: string;
        };
        ProductSales: {
            /**
             * Format: int32
             * @description Which product.
             * @example 1
             */
            product_id: number;
            /**
             * @description At its latest sale in the range.
             * @example Laptop Gamer
             */
            product_name: string;
            /**
             * @description ISO 4217.
             * @example USD
             */
            currency: string;
            /**
             * Format: int64
             * @example 12
             */
            sales: number;
            /**
             * Format: int64
             * @example 24
             */
            units: number;
            /**
             * @description Gross revenue, before refunds, in minor units. Beyond 2^53 - 1 a string of digits, because JSON readers would round it.
             * @example 3597600
             */
            revenue_cents: number | string;
            /**
             * @description What was paid back, counted when it was, in minor units. Beyond 2^53 - 1 a string of digits, because JSON readers would round it.
             * @example 0
             */
            refunded_cents: number | string;
        };
        ProductFigures: {
            items: components["schemas"]["ProductSales"][];
            /**
             * Format: date-time
             * @description Everything that had been recorded by then is in the figures, UTC.
             * @example 2024-07-12T09:26:55.000Z
             */
            complete_until: string;
        };
        Total: {
            /**
             * Format: int64
             * @description How many sales.
             * @example 12
             */
            sales: number;
            /**
             * Format: int64
             * @description How many units.
             * @example 24
             */
            units: number;
            /**
             * @description Gross revenue, before refunds, in minor units. Beyond 2^53 - 1 a string of digits, because JSON readers would round it.
             * @example 3597600
             */
            revenue_cents: number | string;
            /**
             * @description What was paid back, counted when it was, in minor units. Beyond 2^53 - 1 a string of digits, because JSON readers would round it.
             * @example 0
             */
            refunded_cents: number | string;
            /**
             * @description ISO 4217.
             * @example USD
             */
            currency: string;
        };
        Totals: {
            items: components["schemas"]["Total"][];
            /**
             * Format: date-time
             * @description Everything that had been recorded by then is in the figures, UTC.
             * @example 2024-07-12T09:26:55.000Z
             */
            complete_until: string;
        };
        StoryStep: {
            /**
             * @description What happened.
             * @example committed
             * @enum {string}
             */
            step: "request" | "decided" | "committed" | "published" | "confirmed" | "acknowledged" | "stored" | "mailed" | "placed" | "reserved" | "authorised" | "captured" | "completed" | "rejected" | "cancelled" | "refunded";
            /**
             * @description Who did it.
             * @example inventory
             */
            service: string;
            /**
             * Format: date-time
             * @description When, UTC.
             * @example 2026-01-02T03:04:05.678Z
             */
            at: string;
            /**
             * @description How long it took, where that is known.
             * @example 12
             */
            duration_ms?: number;
            /**
             * @description How often it was tried, where that is known.
             * @example 1
             */
            attempts?: number;
        };
        MissingStep: {
            /**
             * @description What has not happened, or of which nothing is known.
             * @example mailed
             */
            step: string;
            /**
             * @description Why.
             * @example in the queue of notifications, about 3 ahead of it
             */
            why: string;
        };
        Story: {
            /**
             * @description The order.
             * @example ORD-2024-001
             */
            order_id: string;
            /**
             * @description Trace of the request that made it; empty when it is unknown.
             * @example 4bf92f3577b34da6a3ce929d0e0e4736
             */
            trace_id: string;
            /** @description What happened, in the order of time. */
            steps: components["schemas"]["StoryStep"][];
            /** @description What is missing, with the reason. */
            missing: components["schemas"]["MissingStep"][];
        };
        Span: {
            /**
             * @description Who did it.
             * @example inventory
             */
            service: string;
            /**
             * @description What it did.
             * @example decrease_stock
             */
            name: string;
            /**
             * @description Its part.
             * @example server
             * @enum {string}
             */
            kind: "server" | "client" | "producer" | "consumer" | "internal";
            /**
             * @description Another trace for a step that worked for several at once: then `links` names its steps of this one.
             * @example 4bf92f3577b34da6a3ce929d0e0e4736
             */
            trace_id: string;
            /**
             * @description 16 hex digits.
             * @example 00f067aa0ba902b7
             */
            span_id: string;
            /**
             * @description The step that caused it; empty when there is none.
             * @example 00f067aa0ba902b6
             */
            parent_span_id: string;
            /**
             * @description Microseconds since 1970.
             * @example 1769851800000000
             */
            start_us: number;
            /**
             * @description Microseconds.
             * @example 1250
             */
            duration_us: number;
            /**
             * @description Why it failed; empty when it did not.
             * @example
             */
            error: string;
            /**
             * @description What it was about.
             * @example {
             *       "shop.order_id": "ORD-2024-001"
             *     }
             */
            attributes: {
                [key: string]: string;
            };
            /**
             * @description Steps of the asked trace that it worked for.
             * @example []
             */
            links: string[];
        };
        MissingService: {
            /**
             * @description Who could not be asked.
             * @example analytics
             */
            service: string;
            /**
             * @description Why.
             * @example analytics is not reachable
             */
            why: string;
        };
        Trace: {
            /**
             * @description 32 hex digits.
             * @example 4bf92f3577b34da6a3ce929d0e0e4736
             */
            trace_id: string;
            /** @description In the order of time. */
            spans: components["schemas"]["Span"][];
            /** @description Services whose part is not here. */
            missing: components["schemas"]["MissingService"][];
        };
        /** @description Problem details (RFC 9457): every answer that is not a success. */
        Problem: {
            /**
             * Format: uri-reference
             * @description What kind of problem; its last part is a stable code. docs/problems.md says what to do about each.
             * @enum {string}
             */
            type: "/problems/adjustment-id-reused" | "/problems/analytics-unavailable" | "/problems/body-too-large" | "/problems/broker-unavailable" | "/problems/expectation-failed" | "/problems/forbidden" | "/problems/headers-too-large" | "/problems/insufficient-stock" | "/problems/internal-error" | "/problems/inventory-unavailable" | "/problems/keys-unavailable" | "/problems/malformed-json" | "/problems/malformed-request" | "/problems/method-not-allowed" | "/problems/not-found" | "/problems/notice-refused" | "/problems/order-cancelled" | "/problems/order-expired" | "/problems/order-id-reused" | "/problems/order-in-progress" | "/problems/order-not-cancellable" | "/problems/order-not-found" | "/problems/orders-unavailable" | "/problems/outcome-unknown" | "/problems/overloaded" | "/problems/payment-declined" | "/problems/precondition-failed" | "/problems/precondition-required" | "/problems/price-changed" | "/problems/product-archived" | "/problems/product-exists" | "/problems/product-not-found" | "/problems/queue-not-found" | "/problems/rate-limited" | "/problems/refund-exceeds-payment" | "/problems/refund-id-reused" | "/problems/request-timeout" | "/problems/reservation-confirmed" | "/problems/reservation-expired" | "/problems/reservation-not-found" | "/problems/reservation-released" | "/problems/restock-id-reused" | "/problems/return-exceeds-sale" | "/problems/return-id-reused" | "/problems/sale-not-found" | "/problems/stock-out-of-range" | "/problems/too-many-open-orders" | "/problems/unauthenticated" | "/problems/unsupported-media-type" | "/problems/upstream-error" | "/problems/validation";
            /** @description The kind of problem in words. */
            title: string;
            /**
             * @description The HTTP status.
             * @enum {integer}
             */
            status: 400 | 401 | 402 | 403 | 404 | 405 | 408 | 409 | 412 | 413 | 415 | 417 | 422 | 428 | 429 | 431 | 500 | 502 | 503 | 504;
            /** @description What went wrong with this request, for people. */
            detail: string;
            /**
             * Format: uri-reference
             * @description Path of the request.
             */
            instance?: string;
            /** @description The trace of this request in all logs. */
            trace_id: string;
            /** @description Each bad field. */
            errors?: {
                /**
                 * Format: json-pointer
                 * @description JSON pointer to the field, or to the path or query parameter of that name.
                 */
                pointer: string;
                /** @description What is wrong with it. */
                detail: string;
                /** @description Where there is less than was asked for. */
                available?: number;
            }[];
            /** @description With insufficient-stock: units that are left. */
            available?: number;
            /**
             * Format: int64
             * @description With price-changed: the total as it is now.
             */
            total_cents?: number;
            /** @description Where the order stands, when the refusal depends on it. */
            state?: string;
        };
    };
    responses: {
        /** @description The request is not valid (`validation`), or: The request is not valid HTTP (`malformed-request`), or: The body is not valid JSON (`malformed-json`). */
        ValidationOrMalformedRequestOrMalformedJson: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A valid bearer token is needed (`unauthenticated`). */
        Unauthenticated: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The token does not allow this (`forbidden`). */
        Forbidden: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such product (`product-not-found`). */
        ProductNotFound: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request took too long to arrive (`request-timeout`). */
        RequestTimeout: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not enough stock (`insufficient-stock`), or: The product is archived (`product-archived`), or: The same order is being processed (`order-in-progress`). */
        InsufficientStockOrProductArchivedOrOrderInProgress: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large (`body-too-large`). */
        BodyTooLarge: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body must be application/json (`unsupported-media-type`). */
        UnsupportedMediaType: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The expectation cannot be met (`expectation-failed`). */
        ExpectationFailed: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The order_id was used with another body (`order-id-reused`). */
        OrderIdReused: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests (`rate-limited`). */
        RateLimited: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request headers are too large (`headers-too-large`). */
        HeadersTooLarge: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The gateway failed (`internal-error`). */
        InternalError: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description An upstream service failed (`upstream-error`). */
        UpstreamError: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much load (`overloaded`), or: Inventory is not available (`inventory-unavailable`), or: Tokens cannot be checked (`keys-unavailable`). */
        OverloadedOrInventoryUnavailableOrKeysUnavailable: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The outcome is unknown (`outcome-unknown`). */
        OutcomeUnknown: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not valid (`validation`), or: The request is not valid HTTP (`malformed-request`). */
        ValidationOrMalformedRequest: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no sale with this order_id (`sale-not-found`). */
        SaleNotFound: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A product with this id exists (`product-exists`). */
        ProductExists: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The resource has changed since (`precondition-failed`). */
        PreconditionFailed: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request needs If-Match (`precondition-required`). */
        PreconditionRequired: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The restock_id was used with another body (`restock-id-reused`), or: The stock would pass its largest value (`stock-out-of-range`). */
        RestockIdReusedOrStockOutOfRange: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not enough stock (`insufficient-stock`). */
        InsufficientStock: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The adjustment_id was used with another body (`adjustment-id-reused`), or: The stock would pass its largest value (`stock-out-of-range`). */
        AdjustmentIdReusedOrStockOutOfRange: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such work queue (`queue-not-found`). */
        QueueNotFound: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The message broker is not available (`broker-unavailable`), or: Tokens cannot be checked (`keys-unavailable`). */
        BrokerUnavailableOrKeysUnavailable: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much load (`overloaded`), or: Orders are not available (`orders-unavailable`), or: Tokens cannot be checked (`keys-unavailable`). */
        OverloadedOrOrdersUnavailableOrKeysUnavailable: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The payment was declined (`payment-declined`). */
        PaymentDeclined: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not enough stock (`insufficient-stock`), or: The total is not the expected one (`price-changed`), or: The order was not paid in time (`order-expired`), or: The order was cancelled (`order-cancelled`), or: The product is archived (`product-archived`), or: The same order is being processed (`order-in-progress`). */
        InsufficientStockOrPriceChangedOrOrderExpiredOrOrderCancelledOrProductArchivedOrOrderInProgress: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests (`rate-limited`), or: Too many open orders (`too-many-open-orders`). */
        RateLimitedOrTooManyOpenOrders: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much load (`overloaded`), or: Inventory is not available (`inventory-unavailable`), or: Orders are not available (`orders-unavailable`), or: Tokens cannot be checked (`keys-unavailable`). */
        OverloadedOrInventoryUnavailableOrOrdersUnavailableOrKeysUnavailable: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no order with this order_id (`order-not-found`). */
        OrderNotFound: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The order cannot be cancelled any more (`order-not-cancellable`), or: The same order is being processed (`order-in-progress`). */
        OrderNotCancellableOrOrderInProgress: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description More than what can be refunded (`refund-exceeds-payment`), or: The same order is being processed (`order-in-progress`). */
        RefundExceedsPaymentOrOrderInProgress: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The refund_id was used with another body (`refund-id-reused`). */
        RefundIdReused: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A valid bearer token is needed (`unauthenticated`), or: The notice is not signed as it has to be (`notice-refused`). */
        UnauthenticatedOrNoticeRefused: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much load (`overloaded`), or: Figures are not available (`analytics-unavailable`), or: Tokens cannot be checked (`keys-unavailable`). */
        OverloadedOrAnalyticsUnavailableOrKeysUnavailable: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not valid HTTP (`malformed-request`). */
        MalformedRequest: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Tokens cannot be checked (`keys-unavailable`). */
        KeysUnavailable: {
            headers: {
                traceparent: components["headers"]["traceparent"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
        traceparent: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description W3C trace context of this request: its second part is the trace id in the logs of all services.
         * @example 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00
         */
        traceparent: string;
        /**
         * @description Seconds after which trying again makes sense.
         * @example 1
         */
        "Retry-After": number;
        /**
         * @description What token is needed (RFC 6750).
         * @example Bearer realm="storefront", error="invalid_token"
         */
        "WWW-Authenticate": string;
        /**
         * @description What is left of the quota, and the seconds until it is whole again.
         * @example "client";r=499;t=1
         */
        RateLimit: string;
        /**
         * @description The quota, and the seconds that it is for.
         * @example "client";q=500;w=1
         */
        "RateLimit-Policy": string;
        /**
         * @description Where the new resource can be read.
         * @example /sales/ORD-2024-001
         */
        Location: string;
        /**
         * @description Version of what is answered, for If-None-Match.
         * @example "2-98"
         */
        ETag: string;
        /**
         * @description Caches must ask each time.
         * @example no-cache
         */
        "Cache-Control": string;
        /**
         * @description The call was made before; this is its answer again.
         * @example true
         */
        "Idempotent-Replayed": "true";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    decreaseStock: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product_id": 1,
                 *       "quantity": 2,
                 *       "order_id": "ORD-2024-001"
                 *     }
                 */
                "application/json": components["schemas"]["DecreaseStock"];
            };
        };
        responses: {
            /** @description Was sold before, by an equal request: the same sale again. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "sale_id": "0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11",
                     *       "order_id": "ORD-2024-001",
                     *       "product_id": 1,
                     *       "product_name": "Laptop Gamer",
                     *       "quantity": 2,
                     *       "unit_price_cents": 149900,
                     *       "total_cents": 299800,
                     *       "currency": "USD",
                     *       "current_stock": 98,
                     *       "occurred_at": "2024-07-12T09:26:53.589Z",
                     *       "message": "Sale recorded"
                     *     }
                     */
                    "application/json": components["schemas"]["Sale"];
                };
            };
            /** @description Sold. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "sale_id": "0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11",
                     *       "order_id": "ORD-2024-001",
                     *       "product_id": 1,
                     *       "product_name": "Laptop Gamer",
                     *       "quantity": 2,
                     *       "unit_price_cents": 149900,
                     *       "total_cents": 299800,
                     *       "currency": "USD",
                     *       "current_stock": 98,
                     *       "occurred_at": "2024-07-12T09:26:53.589Z",
                     *       "message": "Sale recorded"
                     *     }
                     */
                    "application/json": components["schemas"]["Sale"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProductNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["InsufficientStockOrProductArchivedOrOrderInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["OrderIdReused"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getSale: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description The order_id that was sold. */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sale. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "sale_id": "0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11",
                     *       "order_id": "ORD-2024-001",
                     *       "product_id": 1,
                     *       "product_name": "Laptop Gamer",
                     *       "quantity": 2,
                     *       "unit_price_cents": 149900,
                     *       "total_cents": 299800,
                     *       "currency": "USD",
                     *       "current_stock": 98,
                     *       "occurred_at": "2024-07-12T09:26:53.589Z",
                     *       "message": "Sale recorded"
                     *     }
                     */
                    "application/json": components["schemas"]["Sale"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["SaleNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getStock: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what you hold, for example `"1-100"`. */
                "If-None-Match"?: string;
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description Which product. */
                product_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "product_id": 1,
                     *       "name": "Laptop Gamer",
                     *       "current_stock": 98,
                     *       "reserved": 2,
                     *       "price_cents": 149900,
                     *       "currency": "USD",
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Stock"];
                };
            };
            /** @description You hold it already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProductNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same sort and filters. */
                cursor?: string;
                /** @description Maximum number of items to return. */
                limit?: number;
                /** @description Names are sorted without regard to case and accents; equal ones by id. */
                sort?: "id" | "name" | "price_cents" | "-price_cents";
                /** @description Part of the name, case and accents ignored; one or two characters are its beginning. */
                q?: string;
                /** @description The lowest price, whatever the currency. */
                min_price_cents?: number;
                /** @description The highest price, whatever the currency. */
                max_price_cents?: number;
                /** @description true: only what can be sold now, false: only what is sold out. */
                in_stock?: boolean;
            };
            header?: {
                /** @description ETag of what you hold, for example `"1-100"`. */
                "If-None-Match"?: string;
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. Without next_cursor it is the last. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 1,
                     *           "name": "Laptop Gamer",
                     *           "price_cents": 149900,
                     *           "currency": "USD",
                     *           "stock": 100,
                     *           "version": 1
                     *         }
                     *       ],
                     *       "next_cursor": "WyJDNHU3T1J4Z1VnRlMiLDJd"
                     *     }
                     */
                    "application/json": components["schemas"]["ProductList"];
                };
            };
            /** @description You hold it already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Keyboard Mechanical",
                 *       "price_cents": 8900,
                 *       "currency": "USD",
                 *       "stock": 25
                 *     }
                 */
                "application/json": components["schemas"]["CreateProduct"];
            };
        };
        responses: {
            /** @description On sale. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "Laptop Gamer",
                     *       "price_cents": 149900,
                     *       "currency": "USD",
                     *       "stock": 100,
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ProductExists"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what you hold, for example `"1-100"`. */
                "If-None-Match"?: string;
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description Which product. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "Laptop Gamer",
                     *       "price_cents": 149900,
                     *       "currency": "USD",
                     *       "archived": false,
                     *       "low_stock_threshold": 10,
                     *       "catalog_version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["CatalogProduct"];
                };
            };
            /** @description You hold it already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProductNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    updateProduct: {
        parameters: {
            query?: never;
            header: {
                /** @description ETag of the product as you have read it; `*` for whatever it is. */
                "If-Match": string;
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description Which product. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["UpdateProduct"];
            };
        };
        responses: {
            /** @description The product as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "Laptop Gamer",
                     *       "price_cents": 149900,
                     *       "currency": "USD",
                     *       "archived": false,
                     *       "low_stock_threshold": 10,
                     *       "catalog_version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["CatalogProduct"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProductNotFound"];
            408: components["responses"]["RequestTimeout"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    listProductChanges: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same sort and filters. */
                cursor?: string;
                /** @description Maximum number of items to return. */
                limit?: number;
            };
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description Which product. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "catalog_version": 1,
                     *           "changed_at": "2024-07-12T09:26:53.589Z",
                     *           "changed_by": "dev-admin",
                     *           "before": {
                     *             "name": "Laptop Gamer",
                     *             "price_cents": 149900,
                     *             "archived": false,
                     *             "low_stock_threshold": 10
                     *           },
                     *           "after": {
                     *             "name": "Laptop Gamer",
                     *             "price_cents": 149900,
                     *             "archived": false,
                     *             "low_stock_threshold": 10
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": "WyJDNHU3T1J4Z1VnRlMiLDJd"
                     *     }
                     */
                    "application/json": components["schemas"]["ProductChangeList"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProductNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    restock: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product_id": 1,
                 *       "quantity": 50,
                 *       "restock_id": "DELIVERY-2024-07"
                 *     }
                 */
                "application/json": components["schemas"]["Restock"];
            };
        };
        responses: {
            /** @description Was added before, by an equal request: the same delivery again. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "restock_id": "DELIVERY-2024-07",
                     *       "product_id": 1,
                     *       "quantity": 50,
                     *       "current_stock": 148
                     *     }
                     */
                    "application/json": components["schemas"]["Restocked"];
                };
            };
            /** @description Added. */
            201: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "restock_id": "DELIVERY-2024-07",
                     *       "product_id": 1,
                     *       "quantity": 50,
                     *       "current_stock": 148
                     *     }
                     */
                    "application/json": components["schemas"]["Restocked"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProductNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["RestockIdReusedOrStockOutOfRange"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    adjust: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "product_id": 1,
                 *       "quantity": -3,
                 *       "reason": "broken in the warehouse",
                 *       "adjustment_id": "COUNT-2024-07"
                 *     }
                 */
                "application/json": components["schemas"]["Adjust"];
            };
        };
        responses: {
            /** @description Was corrected before, by an equal request: the same correction again. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "adjustment_id": "COUNT-2024-07",
                     *       "product_id": 1,
                     *       "quantity": -3,
                     *       "reason": "broken in the warehouse",
                     *       "current_stock": 95
                     *     }
                     */
                    "application/json": components["schemas"]["Adjusted"];
                };
            };
            /** @description Corrected. */
            201: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "adjustment_id": "COUNT-2024-07",
                     *       "product_id": 1,
                     *       "quantity": -3,
                     *       "reason": "broken in the warehouse",
                     *       "current_stock": 95
                     *     }
                     */
                    "application/json": components["schemas"]["Adjusted"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProductNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["InsufficientStock"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["AdjustmentIdReusedOrStockOutOfRange"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description Maximum number to return, oldest first. */
                limit?: number;
                /** @description Only this event. */
                event_id?: string;
            };
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description The work queue, without `.dlq`. */
                queue: "analytics.product_sold" | "notifications.product_sold" | "analytics.orders" | "notifications.orders";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What lies there. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queue": "analytics.product_sold",
                     *       "total": 1,
                     *       "items": [
                     *         {
                     *           "event_id": "0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11",
                     *           "type": "product_sold",
                     *           "error_kind": "schema",
                     *           "error_message": "event/quantity must be >= 1",
                     *           "failed_at": "2024-07-12T09:26:53.589Z",
                     *           "attempt": 0,
                     *           "consumer": "analytics",
                     *           "order_id": "ORD-2024-001",
                     *           "body": "{\"quantity\":0}"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLetterList"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["BrokerUnavailableOrKeysUnavailable"];
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: {
                /** @description Maximum number to return, oldest first. */
                limit?: number;
                /** @description Only this event. */
                event_id?: string;
                /** @description Only say what would be done. */
                dry_run?: boolean;
            };
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description The work queue, without `.dlq`. */
                queue: "analytics.product_sold" | "notifications.product_sold" | "analytics.orders" | "notifications.orders";
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description What was given back. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queue": "analytics.product_sold",
                     *       "dry_run": false,
                     *       "replayed": 1,
                     *       "failed": 0,
                     *       "items": [
                     *         {
                     *           "event_id": "0190a5b4-7c3e-7a61-9f5d-0d6f3b8f2c11",
                     *           "outcome": "replayed"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueueNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["BrokerUnavailableOrKeysUnavailable"];
        };
    };
    listOrders: {
        parameters: {
            query?: {
                /** @description Only orders in this state. */
                state?: "reserved" | "authorised" | "confirmed" | "voiding" | "releasing" | "returning" | "withdrawing" | "completed" | "rejected" | "cancelled" | "refunded";
                /** @description The `next_cursor` of the page before, with the same sort and filters. */
                cursor?: string;
                /** @description Maximum number of items to return. */
                limit?: number;
            };
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "order_id": "ORD-2024-001",
                     *           "state": "completed",
                     *           "reason": "declined",
                     *           "currency": "USD",
                     *           "total_cents": 155898,
                     *           "refunded_cents": 0,
                     *           "lines": [
                     *             {
                     *               "line": 1,
                     *               "product_id": 1,
                     *               "product_name": "Laptop Gamer",
                     *               "quantity": 1,
                     *               "unit_price_cents": 149900,
                     *               "total_cents": 149900,
                     *               "refunded_quantity": 0
                     *             }
                     *           ],
                     *           "placed_at": "2026-01-31T09:30:00.120Z",
                     *           "completed_at": "2026-01-31T09:30:00.120Z",
                     *           "history": [
                     *             {
                     *               "seq": 1,
                     *               "type": "placed",
                     *               "at": "2026-01-31T09:30:00.120Z"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": "WyJDNHU3T1J4Z1VnRlMiLDJd"
                     *     }
                     */
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrOrdersUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    placeOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceOrder"];
            };
        };
        responses: {
            /** @description Was completed before, by an equal request: the order as it stands. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ORD-2024-001",
                     *       "state": "completed",
                     *       "reason": "declined",
                     *       "currency": "USD",
                     *       "total_cents": 155898,
                     *       "refunded_cents": 0,
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "product_id": 1,
                     *           "product_name": "Laptop Gamer",
                     *           "quantity": 1,
                     *           "unit_price_cents": 149900,
                     *           "total_cents": 149900,
                     *           "refunded_quantity": 0
                     *         }
                     *       ],
                     *       "placed_at": "2026-01-31T09:30:00.120Z",
                     *       "completed_at": "2026-01-31T09:30:00.120Z",
                     *       "history": [
                     *         {
                     *           "seq": 1,
                     *           "type": "placed",
                     *           "at": "2026-01-31T09:30:00.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Completed. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ORD-2024-001",
                     *       "state": "completed",
                     *       "reason": "declined",
                     *       "currency": "USD",
                     *       "total_cents": 155898,
                     *       "refunded_cents": 0,
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "product_id": 1,
                     *           "product_name": "Laptop Gamer",
                     *           "quantity": 1,
                     *           "unit_price_cents": 149900,
                     *           "total_cents": 149900,
                     *           "refunded_quantity": 0
                     *         }
                     *       ],
                     *       "placed_at": "2026-01-31T09:30:00.120Z",
                     *       "completed_at": "2026-01-31T09:30:00.120Z",
                     *       "history": [
                     *         {
                     *           "seq": 1,
                     *           "type": "placed",
                     *           "at": "2026-01-31T09:30:00.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Under way: the payment takes longer than 2 s. Its Location shows its state. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ORD-2024-001",
                     *       "state": "completed",
                     *       "reason": "declined",
                     *       "currency": "USD",
                     *       "total_cents": 155898,
                     *       "refunded_cents": 0,
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "product_id": 1,
                     *           "product_name": "Laptop Gamer",
                     *           "quantity": 1,
                     *           "unit_price_cents": 149900,
                     *           "total_cents": 149900,
                     *           "refunded_quantity": 0
                     *         }
                     *       ],
                     *       "placed_at": "2026-01-31T09:30:00.120Z",
                     *       "completed_at": "2026-01-31T09:30:00.120Z",
                     *       "history": [
                     *         {
                     *           "seq": 1,
                     *           "type": "placed",
                     *           "at": "2026-01-31T09:30:00.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            402: components["responses"]["PaymentDeclined"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProductNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["InsufficientStockOrPriceChangedOrOrderExpiredOrOrderCancelledOrProductArchivedOrOrderInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["OrderIdReused"];
            429: components["responses"]["RateLimitedOrTooManyOpenOrders"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrOrdersUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getOrder: {
        parameters: {
            query?: {
                /** @description The order as it was at this moment. */
                at?: string;
            };
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description The order_id that it was placed under. */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ORD-2024-001",
                     *       "state": "completed",
                     *       "reason": "declined",
                     *       "currency": "USD",
                     *       "total_cents": 155898,
                     *       "refunded_cents": 0,
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "product_id": 1,
                     *           "product_name": "Laptop Gamer",
                     *           "quantity": 1,
                     *           "unit_price_cents": 149900,
                     *           "total_cents": 149900,
                     *           "refunded_quantity": 0
                     *         }
                     *       ],
                     *       "placed_at": "2026-01-31T09:30:00.120Z",
                     *       "completed_at": "2026-01-31T09:30:00.120Z",
                     *       "history": [
                     *         {
                     *           "seq": 1,
                     *           "type": "placed",
                     *           "at": "2026-01-31T09:30:00.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OrderNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrOrdersUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description The order_id that it was placed under. */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ORD-2024-001",
                     *       "state": "completed",
                     *       "reason": "declined",
                     *       "currency": "USD",
                     *       "total_cents": 155898,
                     *       "refunded_cents": 0,
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "product_id": 1,
                     *           "product_name": "Laptop Gamer",
                     *           "quantity": 1,
                     *           "unit_price_cents": 149900,
                     *           "total_cents": 149900,
                     *           "refunded_quantity": 0
                     *         }
                     *       ],
                     *       "placed_at": "2026-01-31T09:30:00.120Z",
                     *       "completed_at": "2026-01-31T09:30:00.120Z",
                     *       "history": [
                     *         {
                     *           "seq": 1,
                     *           "type": "placed",
                     *           "at": "2026-01-31T09:30:00.120Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OrderNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["OrderNotCancellableOrOrderInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrOrdersUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    refundOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description The order_id that it was placed under. */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refund_id": "REFUND-2024-01",
                 *       "restock": true
                 *     }
                 */
                "application/json": components["schemas"]["RefundOrder"];
            };
        };
        responses: {
            /** @description Was paid back before, by an equal request: the same refund again. */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refund_id": "REFUND-2024-01",
                     *       "order_id": "ORD-2024-001",
                     *       "refunded_cents": 149900,
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "quantity": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Refunded"];
                };
            };
            /** @description Paid back. */
            201: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refund_id": "REFUND-2024-01",
                     *       "order_id": "ORD-2024-001",
                     *       "refunded_cents": 149900,
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "quantity": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Refunded"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OrderNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["RefundExceedsPaymentOrOrderInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["RefundIdReused"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrOrdersUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    receivePaymentNotice: {
        parameters: {
            query?: never;
            header: {
                /** @description `v1,` and base64 of the HMAC-SHA256 over id, time and body. */
                "webhook-signature": string;
                /** @description Seconds since 1970, at most 5 minutes off. */
                "webhook-timestamp": string;
                /** @description Names the notice: the same one again changes nothing. */
                "webhook-id": string;
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "payment.authorised",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "payment_id": "pay_01",
                 *         "reference": "ORD-2024-001",
                 *         "state": "authorised",
                 *         "authorised_cents": 155898,
                 *         "captured_cents": 0,
                 *         "refunded_cents": 0
                 *       }
                 *     }
                 */
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Kept, now or before. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "received": true
                     *     }
                     */
                    "application/json": components["schemas"]["NoticeReceived"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequestOrMalformedJson"];
            401: components["responses"]["UnauthenticatedOrNoticeRefused"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OrderNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrOrdersUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getSalesFigures: {
        parameters: {
            query: {
                /** @description The first moment. */
                from: string;
                /** @description The moment after the last one. */
                to: string;
                /** @description Length of a bucket. */
                by: "hour" | "day";
                /** @description IANA name of the time zone that hours and days begin in. */
                time_zone?: string;
                /** @description Only this product. */
                product_id?: number;
                /** @description previous: each item also says what was sold in the period before, of the same length. */
                compare?: "previous";
                /** @description The `next_cursor` of the page before, with the same sort and filters. */
                cursor?: string;
                /** @description Maximum number of items to return. */
                limit?: number;
            };
            header?: {
                /** @description ETag of what you hold, for example `"1-100"`. */
                "If-None-Match"?: string;
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of buckets. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "sales": 12,
                     *           "units": 24,
                     *           "revenue_cents": 3597600,
                     *           "refunded_cents": 0,
                     *           "start": "2024-07-12T09:00:00+02:00",
                     *           "currency": "USD",
                     *           "product_id": 1,
                     *           "previous": {
                     *             "sales": 12,
                     *             "units": 24,
                     *             "revenue_cents": 3597600,
                     *             "refunded_cents": 0,
                     *             "start": "2024-07-11T09:00:00+02:00"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": "WyJDNHU3T1J4Z1VnRlMiLDJd",
                     *       "complete_until": "2024-07-12T09:26:55.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SalesFigures"];
                };
            };
            /** @description You hold it already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrAnalyticsUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getProductFigures: {
        parameters: {
            query: {
                /** @description The first moment; the quarter of an hour around it counts. */
                from: string;
                /** @description The moment after the last one. */
                to: string;
                /** @description The best first; equal ones by product_id. */
                sort: "units" | "revenue";
                /** @description Maximum number of items to return. */
                limit?: number;
            };
            header?: {
                /** @description ETag of what you hold, for example `"1-100"`. */
                "If-None-Match"?: string;
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The products. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "product_id": 1,
                     *           "product_name": "Laptop Gamer",
                     *           "currency": "USD",
                     *           "sales": 12,
                     *           "units": 24,
                     *           "revenue_cents": 3597600,
                     *           "refunded_cents": 0
                     *         }
                     *       ],
                     *       "complete_until": "2024-07-12T09:26:55.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ProductFigures"];
                };
            };
            /** @description You hold it already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrAnalyticsUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getTotals: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what you hold, for example `"1-100"`. */
                "If-None-Match"?: string;
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The totals. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "sales": 12,
                     *           "units": 24,
                     *           "revenue_cents": 3597600,
                     *           "refunded_cents": 0,
                     *           "currency": "USD"
                     *         }
                     *       ],
                     *       "complete_until": "2024-07-12T09:26:55.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Totals"];
                };
            };
            /** @description You hold it already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrAnalyticsUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getSaleStory: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description The order_id that was sold. */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ORD-2024-001",
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                     *       "steps": [
                     *         {
                     *           "step": "committed",
                     *           "service": "inventory",
                     *           "at": "2026-01-02T03:04:05.678Z",
                     *           "duration_ms": 12,
                     *           "attempts": 1
                     *         }
                     *       ],
                     *       "missing": [
                     *         {
                     *           "step": "mailed",
                     *           "why": "in the queue of notifications, about 3 ahead of it"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Story"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["SaleNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrInventoryUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getOrderStory: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description The order_id that it was placed under. */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ORD-2024-001",
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                     *       "steps": [
                     *         {
                     *           "step": "committed",
                     *           "service": "inventory",
                     *           "at": "2026-01-02T03:04:05.678Z",
                     *           "duration_ms": 12,
                     *           "attempts": 1
                     *         }
                     *       ],
                     *       "missing": [
                     *         {
                     *           "step": "mailed",
                     *           "why": "in the queue of notifications, about 3 ahead of it"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Story"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OrderNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["OverloadedOrOrdersUnavailableOrKeysUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getTrace: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path: {
                /** @description As it is in `traceparent`, in problems and in log lines. */
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of it. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                     *       "spans": [
                     *         {
                     *           "service": "inventory",
                     *           "name": "decrease_stock",
                     *           "kind": "server",
                     *           "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
                     *           "span_id": "00f067aa0ba902b7",
                     *           "parent_span_id": "00f067aa0ba902b6",
                     *           "start_us": 1769851800000000,
                     *           "duration_us": 1250,
                     *           "error": "",
                     *           "attributes": {
                     *             "shop.order_id": "ORD-2024-001"
                     *           },
                     *           "links": []
                     *         }
                     *       ],
                     *       "missing": [
                     *         {
                     *           "service": "analytics",
                     *           "why": "analytics is not reachable"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Trace"];
                };
            };
            400: components["responses"]["ValidationOrMalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["KeysUnavailable"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "live"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "live";
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "checks": {
                     *         "inventory": {
                     *           "ok": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ready";
                        /** @description The outcome of each check, by name. */
                        checks: {
                            [key: string]: {
                                ok: boolean;
                                reason?: string;
                                detail?: string;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description It cannot, and why. */
            503: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "not-ready",
                     *       "checks": {
                     *         "inventory": {
                     *           "ok": false,
                     *           "reason": "no answer within 1000 ms"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "not-ready";
                        /** @description The outcome of each check, by name. */
                        checks: {
                            [key: string]: {
                                ok: boolean;
                                reason?: string;
                                detail?: string;
                            };
                        };
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: {
                /** @description W3C trace context to continue: `00-<32 hex digits>-<16 hex digits>-01`. Without it a trace starts here. */
                traceparent?: components["parameters"]["traceparent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics. */
            200: {
                headers: {
                    traceparent: components["headers"]["traceparent"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example # HELP … */
                    "text/plain; version=0.0.4": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
        };
    };
}
