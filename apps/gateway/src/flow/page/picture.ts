/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { FlowNode, FlowQueue, FlowSnapshot } from '../flow-snapshot.js';

const STATES: Record<FlowNode['state'], string> = { up: 'up', busy: 'busy', down: 'down', unknown: 'not known' };

/** The element with this id; the page is written by the same program, so it is there. */
export const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

/** Sets text only where it changed: screen readers and the layout are left alone otherwise. */
function put(element: Element | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

const ms = (value: number | null) => (value === null ? '–' : `${value} ms`);

/** Draws one moment. */
export function draw(snapshot: FlowSnapshot): void {
  const { sales, requests, outbox, breaker, nodes, queues } = snapshot;
  put(byId('sales-total'), String(sales.total));
  put(byId('sales-rate'), String(sales.per_second));
  put(byId('request-rate'), String(requests.per_second));
  put(byId('p50'), ms(requests.p50_ms));
  put(byId('p99'), ms(requests.p99_ms));
  put(
    byId('outbox'),
    outbox ? `${outbox.pending}${outbox.pending > 0 ? ` (${outbox.oldest_age_seconds} s)` : ''}` : 'not known',
  );
  put(byId('breaker'), breaker);
  for (const node of nodes) drawNode(node);
  byId('queues').replaceChildren(...queues.map(rowOf));
  move(snapshot);
}

function drawNode({ id, state, detail }: FlowNode): void {
  const box = byId(`node-${id}`);
  if (!box) return;
  box.dataset.state = state;
  box.dataset.detail = detail;
  put(box.querySelector('.state'), STATES[state]);
}

function rowOf({ name, ready, consumers, retrying, dead }: FlowQueue): HTMLTableRowElement {
  const row = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = name;
  row.append(head);
  for (const number of [ready, consumers, retrying, dead]) {
    const cell = document.createElement('td');
    cell.className = 'n';
    cell.textContent = String(number);
    row.append(cell);
  }
  return row;
}

/** An arrow moves while something passes it. */
function move(snapshot: FlowSnapshot): void {
  for (const [id, yes] of Object.entries(movingOf(snapshot))) byId(id).dataset.moving = yes ? 'yes' : 'no';
}

/** What passes which arrow, by the arrow's id. */
export function movingOf({ sales, requests, orders, nodes, queues }: FlowSnapshot): Record<string, boolean> {
  const up = (id: FlowNode['id']) =>
    nodes.some((node) => node.id === id && node.state !== 'down' && node.state !== 'unknown');
  const waiting = (worker: string) => queues.some(({ name, ready }) => name.startsWith(`${worker}.`) && ready > 0);
  const [selling, ordering] = [sales.per_second > 0, orders.per_second > 0 && up('orders')];
  const consuming = (worker: 'analytics' | 'notifications') => (selling || ordering || waiting(worker)) && up(worker);
  return {
    a1: requests.per_second > 0,
    a2: selling,
    a3: selling || ordering,
    a4: selling && up('rabbitmq'),
    a5: consuming('analytics'),
    a6: consuming('notifications'),
    a7: consuming('analytics'),
    a8: consuming('notifications'),
    a9: ordering,
    a10: ordering,
  };
}
