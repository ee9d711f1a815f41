// Exhaustive: two runners, somebody who cancels, the expiry, a notice and lost replies, in every order that is possible.
import { expect, it } from '@jest/globals';
import { after, placed, type World } from '../../test/process-model.js';
import { isEnd } from '../order/order.js';

/** What is wrong when nobody has anything to do any more. */
function wrongWith({ order, reservation, payment }: World): string[] {
  const sold = reservation.state === 'confirmed' && !reservation.returned;
  const wrong = [];
  if (!isEnd(order.state)) wrong.push(`${order.state} is no end`);
  if (reservation.state === 'pending') wrong.push('units are still reserved');
  if (payment === 'authorised') wrong.push('an authorisation is open');
  if (sold !== (payment === 'captured')) wrong.push(`${sold ? 'sold' : 'not sold'}, but the payment is ${payment}`);
  if (sold !== (order.state === 'completed'))
    wrong.push(`${sold ? 'sold' : 'not sold'}, but the order is ${order.state}`);
  if (reservation.reason === 'cancelled' && order.state !== 'cancelled') wrong.push('cancelled, but not told so');
  return wrong;
}

it('every order ends lawfully, whoever does what when', () => {
  const seen = new Set<string>();
  const todo = [placed()];
  const ends: Record<string, number> = {};
  for (let world = todo.pop(); world; world = todo.pop()) {
    const key = JSON.stringify(world);
    if (seen.has(key)) continue;
    seen.add(key);
    const next = after(world);
    todo.push(...next);
    if (next.length > 0) continue;
    const wrong = wrongWith(world);
    if (wrong.length > 0) throw new Error(`${wrong.join('; ')}: ${key}`);
    const end = `${world.order.state} ${world.order.reason ?? ''}`.trim();
    ends[end] = (ends[end] ?? 0) + 1;
  }
  expect(Object.keys(ends).sort()).toEqual([
    'cancelled cancelled',
    'cancelled capture-refused',
    'completed',
    'rejected declined',
    'rejected expired',
  ]);
  expect(seen.size).toBeGreaterThan(10_000);
}, 60_000);
