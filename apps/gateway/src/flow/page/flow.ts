/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { FlowOrder } from '../flow-snapshot.js';
import { installActions } from './actions.js';
import { byId, draw } from './picture.js';
import { show, tellStory } from './story.js';
import { FlowStream } from './stream.js';

const status = byId('status');
const token = byId('token') as HTMLInputElement;
const order = byId('order') as HTMLInputElement;

function live(yes: boolean, text: string): void {
  status.dataset.live = yes ? 'yes' : 'no';
  if (status.textContent !== text) status.textContent = text;
}

const nameOf = ({ order_id, outcome, trace_id }: FlowOrder) => `${trace_id} ${outcome} ${order_id}`;

function itemOf(recent: FlowOrder): HTMLLIElement {
  const item = document.createElement('li');
  item.dataset.name = nameOf(recent);
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = `${recent.order_id}: ${recent.outcome}`;
  button.addEventListener('click', () => void tellStory(recent.order_id, token.value));
  item.append(button);
  return item;
}

/** Newest first. What is listed already stays where it is: the keyboard may be on it. */
function listRecent(orders: FlowOrder[]): void {
  const list = byId('recent');
  const names = new Set(orders.map(nameOf));
  for (const item of list.querySelectorAll('li')) if (!names.delete(item.dataset.name ?? '')) item.remove();
  list.prepend(...orders.filter((recent) => names.delete(nameOf(recent))).map(itemOf));
}

const stream = new FlowStream({
  snapshot: (snapshot) => {
    live(true, 'live');
    draw(snapshot);
    listRecent(snapshot.recent ?? []);
  },
  lost: (why) => live(false, why),
});

for (const box of document.querySelectorAll<HTMLButtonElement>('button.node')) {
  box.addEventListener('click', () => {
    const text = document.createElement('p');
    text.textContent = `${box.querySelector('.state')?.textContent}: ${box.dataset.detail ?? 'nothing is known yet'}`;
    show(box.querySelector('strong')?.textContent ?? '', [text]);
  });
}
byId('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  void tellStory(order.value.trim(), token.value);
});
token.addEventListener('change', () => stream.use(token.value.trim()));
installActions();
void stream.follow();
