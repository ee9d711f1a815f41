import { describe, expect, it } from '@jest/globals';
import { mismatchOf } from './refusal.js';

const error = (code: number, message: string) => Object.assign(new Error(message), { code });
const TEXT =
  "Operation failed: QueueDeclare; 406 (PRECONDITION-FAILED) with message \"PRECONDITION_FAILED - inequivalent arg 'x-delivery-limit' for queue 'analytics.product_sold' in vhost 'shop': received the value '20' of type 'signedint' but current is the value '5' of type 'signedint'\"";

describe('a refused declaration', () => {
  it('says which argument of what differs, and how', () => {
    expect(mismatchOf(error(406, TEXT))).toEqual({
      argument: 'x-delivery-limit',
      resource: "queue 'analytics.product_sold'",
      wanted: "the value '20' of type 'signedint'",
      found: "the value '5' of type 'signedint'",
    });
  });

  it('is not what other errors are, not even another 406', () => {
    expect(mismatchOf(error(404, TEXT))).toBeUndefined();
    expect(mismatchOf(error(406, 'PRECONDITION_FAILED - unknown delivery tag 7'))).toBeUndefined();
    expect(mismatchOf('text')).toBeUndefined();
  });
});
