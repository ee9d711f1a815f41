import type { Answer } from './decide.js';
import { problem } from './decide.js';
import type { Holds, HoldWish } from './holds.js';
import { isObject } from './requests.js';
import { type Simulator, USUAL_WEBHOOKS, type WebhookMood } from './simulator.js';

const OPERATIONS = ['authorise', 'capture', 'void', 'refund', 'lookup'];

/** The calls below /control, for tests: hold requests half way, bend webhooks. Undefined: there is no such call. */
export function control(
  call: string,
  body: unknown,
  { holds, simulator }: { holds: Holds; simulator: Simulator },
): Answer | undefined {
  const fields = isObject(body) ? body : {};
  switch (call) {
    case 'GET /control':
      return { status: 200, body: { ...holds.list(), webhooks: { ...simulator.webhooks } } };
    case 'POST /control/hold':
      if (!isWish(fields))
        return problem(400, 'malformed-request', `operation: ${OPERATIONS.join(', ')}; at: request, reply`);
      holds.arm(fields);
      return { status: 201, body: { ...holds.list() } };
    case 'POST /control/release':
      holds.release(fields.how !== 'break');
      return { status: 200, body: { ...holds.list() } };
    case 'POST /control/webhooks':
      simulator.webhooks = moodOf(fields);
      return { status: 200, body: { ...simulator.webhooks } };
    default:
      return;
  }
}

function isWish(fields: Record<string, unknown>): fields is HoldWish & Record<string, unknown> {
  return OPERATIONS.includes(String(fields.operation)) && ['request', 'reply'].includes(String(fields.at));
}

/** What is not named is as usual. */
function moodOf({ all, delay_ms, times }: Record<string, unknown>): WebhookMood {
  return {
    all: all === true,
    delayMs: typeof delay_ms === 'number' ? delay_ms : USUAL_WEBHOOKS.delayMs,
    times: typeof times === 'number' ? times : USUAL_WEBHOOKS.times,
  };
}
