const basket = {
  lines: [
    { product_id: 1, quantity: 1 },
    { product_id: 2, quantity: 2 },
  ],
};

/** Bodies to try: the first as it stands completes an order. */
export const ORDER_EXAMPLES = {
  completed: {
    summary: 'Paid at once',
    value: { order_id: 'ORD-2024-101', ...basket, payment_token: 'tok_ok', customer_email: 'ada@example.com' },
  },
  declined: {
    summary: 'The payment is declined: 402, the units are free again',
    value: { order_id: 'ORD-2024-102', ...basket, payment_token: 'tok_declined' },
  },
  slow: {
    summary: 'The payment takes 5 s: 202, then read the Location',
    value: { order_id: 'ORD-2024-103', ...basket, payment_token: 'tok_slow' },
  },
};
