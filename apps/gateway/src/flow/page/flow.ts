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

function listRecent(orders: FlowOrder[]): void {
  const items = orders.map(({ order_id, outcome }) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `${order_id}: ${outcome}`;
    button.addEventListener('click', () => void tellStory(order_id, token.value));
    item.append(button);
    return item;
  });
  byId('recent').replaceChildren(...items);
}

let shown = '';
const stream = new FlowStream({
  snapshot: (snapshot) => {
    live(true, 'live');
    draw(snapshot);
    const ids = JSON.stringify(snapshot.recent ?? []);
    if (ids === shown) return;
    shown = ids;
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
byId('tell').addEventListener('click', () => void tellStory(order.value.trim(), token.value));
token.addEventListener('change', () => stream.use(token.value.trim()));
installActions();
void stream.follow();
