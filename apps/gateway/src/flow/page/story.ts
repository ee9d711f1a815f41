/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { byId } from './picture.js';
import { drawWaterfall, type PageSpan } from './waterfall.js';

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

type Answered = { ok: boolean; status: number; body: { detail?: string } };

async function ask(path: string, token: string): Promise<Answered> {
  const answer = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
  return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => ({})) };
}

/** The story of an order of several lines comes from orders, which does not know simple sales. */
async function askForStory(orderId: string, token: string): Promise<Answered> {
  const id = encodeURIComponent(orderId);
  const order = await ask(`orders/${id}/story`, token);
  return order.ok ? order : ask(`sales/${id}/story`, token);
}

/** Asks for the story of one order and shows it, with the steps of its trace. */
export async function tellStory(orderId: string, token: string): Promise<void> {
  const { ok, status, body } = await askForStory(orderId, token);
  if (!ok) return show(orderId, [element('p', body.detail ?? `The gateway answered ${status}.`)]);
  const story = body as Story;
  const missing = story.missing.map(({ step, why }) => element('p', `Missing: ${step}: ${why}`));
  const told = [element('p', `trace ${story.trace_id}`), stepsOf(story), ...missing];
  const trace = story.trace_id ? await ask(`traces/${story.trace_id}`, token) : undefined;
  const { spans = [] } = (trace?.body ?? {}) as { spans?: PageSpan[] };
  show(story.order_id, spans.length > 0 ? [...told, element('h3', 'Its trace'), drawWaterfall(spans)] : told);
}

function stepsOf({ steps }: Story): HTMLElement {
  const began = Date.parse(steps[0]?.at ?? '');
  const list = document.createElement('ol');
  for (const { step, service, at, duration_ms, attempts } of steps) {
    const took = duration_ms === undefined ? '' : `, took ${duration_ms} ms`;
    const times = attempts !== undefined && attempts > 1 ? `, attempt ${attempts}` : '';
    list.append(element('li', `${step} (${service}), +${Date.parse(at) - began} ms${took}${times}`));
  }
  return list;
}
