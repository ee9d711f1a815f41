import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedWebhook {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
  /** The bytes as they came: a body that was parsed and written again has another signature. */
  body: string | Buffer;
}

export type WebhookVerdict =
  | { ok: true; id: string }
  | { ok: false; reason: 'headers-missing' | 'timestamp-malformed' | 'too-old' | 'too-new' | 'signature-wrong' };

const TOLERANCE_SECONDS = 300;

/**
 * Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. Several signatures may come (the sender is changing its secret),
 * and several secrets may be good (we are): one match is enough. Comparison takes the same time whatever differs.
 *
 * @param secrets `whsec_` and base64, each
 */
export function verifyWebhook(webhook: SignedWebhook, secrets: readonly string[], now: Date): WebhookVerdict {
  const { id, timestamp, signature, body } = webhook;
  if (!id || !timestamp || !signature) return { ok: false, reason: 'headers-missing' };
  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: 'timestamp-malformed' };
  const age = Math.floor(now.getTime() / 1_000) - Number(timestamp);
  if (age > TOLERANCE_SECONDS) return { ok: false, reason: 'too-old' };
  if (age < -TOLERANCE_SECONDS) return { ok: false, reason: 'too-new' };
  const given = signature
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'));
  const right = secrets.map((secret) => sign(secret, id, timestamp, body));
  const matches = right.flatMap((wanted) =>
    given.map((one) => one.length === wanted.length && timingSafeEqual(one, wanted)),
  );
  return matches.includes(true) ? { ok: true, id } : { ok: false, reason: 'signature-wrong' };
}

function sign(secret: string, id: string, timestamp: string, body: string | Buffer): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
