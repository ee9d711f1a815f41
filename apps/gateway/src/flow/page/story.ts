/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { byId } from './picture.js';

/** The answer of `GET /sales/{order_id}/story`. */
interface Story {
  order_id: string;
  trace_id: string;
  steps: { step: string; service: string; at: string; duration_ms?: number; attempts?: number }[];
  missing: { step: string; why: string }[];
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** Shows text and lists in the dialog. Everything is set as text: an order id may hold any printable character. */
export function show(title: string, parts: HTMLElement[]): void {
  byId('dialog-title').textContent = title;
  byId('dialog-body').replaceChildren(...parts);
  const dialog = byId('dialog') as HTMLDialogElement;
  if (!dialog.open) dialog.showModal();
}

/** Asks for the story of one order and shows it. */
export async function tellStory(orderId: string, token: string): Promise<void> {
  const answer = await fetch(`sales/${encodeURIComponent(orderId)}/story`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const body = (await answer.json().catch(() => ({}))) as Story & { detail?: string };
  if (!answer.ok) return show(orderId, [element('p', body.detail ?? `The gateway answered ${answer.status}.`)]);
  const began = Date.parse(body.steps[0]?.at ?? '');
  const steps = document.createElement('ol');
  for (const { step, service, at, duration_ms, attempts } of body.steps) {
    const took = duration_ms === undefined ? '' : `, took ${duration_ms} ms`;
    const times = attempts !== undefined && attempts > 1 ? `, attempt ${attempts}` : '';
    steps.append(element('li', `${step} (${service}), +${Date.parse(at) - began} ms${took}${times}`));
  }
  const missing = body.missing.map(({ step, why }) => element('p', `Missing: ${step}: ${why}`));
  show(body.order_id, [element('p', `trace ${body.trace_id}`), steps, ...missing]);
}
