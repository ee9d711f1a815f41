import type { FlowAction } from '../flow-actions.js';

/** A box of the picture. Boxes with a state are parts that the gateway can observe; the others stand for what lies behind them. */
interface Box {
  area: string;
  title: string;
  what: string;
  node?: string;
}

const BOXES: Box[] = [
  { area: 'client', title: 'You', what: 'HTTP' },
  { area: 'gateway', title: 'Gateway', what: 'NestJS, REST', node: 'gateway' },
  { area: 'inventory', title: 'Inventory', what: 'gRPC', node: 'inventory' },
  { area: 'postgres', title: 'PostgreSQL', what: 'stock, sales, outbox' },
  { area: 'rabbitmq', title: 'RabbitMQ', what: 'shop.events', node: 'rabbitmq' },
  { area: 'analytics', title: 'Analytics', what: 'worker', node: 'analytics' },
  { area: 'notifications', title: 'Notifications', what: 'worker', node: 'notifications' },
  { area: 'mongodb', title: 'MongoDB', what: 'analytics_db.sales_events' },
  { area: 'orders', title: 'Orders', what: 'baskets, gRPC', node: 'orders' },
  { area: 'payment', title: 'Payment service', what: 'HTTPS, webhooks' },
  { area: 'mail', title: 'Mail', what: '[EMAIL] lines, SMTP' },
];

const ARROWS: Record<string, { label: string; vertical?: boolean }> = {
  a1: { label: 'sale' },
  a2: { label: 'gRPC' },
  a3: { label: 'SQL' },
  a4: { label: 'product_sold', vertical: true },
  a5: { label: 'queue' },
  a6: { label: 'queue' },
  a7: { label: 'document' },
  a8: { label: 'mail' },
  a9: { label: 'orders', vertical: true },
  a10: { label: 'money' },
};

/** In this order one column, on a phone, follows a sale from top to bottom. */
const ORDER = [
  'client',
  'a1',
  'gateway',
  'a2',
  'inventory',
  'a3',
  'postgres',
  'a4',
  'rabbitmq',
  'a5',
  'analytics',
  'a7',
  'mongodb',
  'a6',
  'notifications',
  'a8',
  'mail',
  'a9',
  'orders',
  'a10',
  'payment',
];

const NUMBERS: [id: string, label: string][] = [
  ['sales-total', 'Sales since start'],
  ['sales-rate', 'Sales a second'],
  ['request-rate', 'Answers a second'],
  ['p50', 'Median sale'],
  ['p99', '99 % of sales'],
  ['outbox', 'In the outbox'],
  ['breaker', 'Circuit breaker'],
];

const DEVELOPMENT_BUTTONS: Record<FlowAction, string> = {
  'prepare-rush': 'Sell 500 of 100',
  'stop-broker': 'Stop the broker',
  'start-broker': 'Start the broker',
};

function partOf(area: string): string {
  const arrow = ARROWS[area];
  if (arrow) {
    const { label, vertical } = arrow;
    return `<div class="arrow${vertical ? ' vertical' : ''}" id="${area}" style="grid-area:${area}" aria-hidden="true"><i></i><span>${label}</span></div>`;
  }
  const box = BOXES.find((candidate) => candidate.area === area) as Box;
  const { title, what, node } = box;
  const state = node ? '<span class="state">not known yet</span>' : '';
  const element = node ? 'button type="button"' : 'div';
  return `<${element} class="node" style="grid-area:${area}"${node ? ` id="node-${node}" data-state="unknown"` : ''}><strong>${title}</strong><span class="note">${what}</span>${state}</${element.split(' ')[0]}>`;
}

const button = (action: FlowAction) =>
  `<button type="button" class="act" data-action="${action}">${DEVELOPMENT_BUTTONS[action]}</button>`;

/** The page before its first snapshot. All links are relative, so it also works behind a proxy that adds a path. */
export const flowPage = (actions: readonly FlowAction[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Storefront: live</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="flow/assets/flow.css">
<script type="module" src="flow/assets/flow.js"></script>
</head>
<body>
<main>
<header>
<h1>Storefront, live</h1>
<p>A sale goes through these parts: sold once, recorded once, announced once to each subscriber, whatever crashes.
<span id="status" role="status" data-live="no">connecting …</span></p>
<nav aria-label="Other pages"><ul>
<li><a href="api/docs">API (Swagger)</a></li>
<li><a href="health/ready">Readiness</a></li>
<li><a href="metrics">Metrics</a></li>
<li><a href="api/openapi.json">OpenAPI</a></li>
</ul></nav>
</header>
<dl class="numbers">${NUMBERS.map(([id, label]) => `<div><dt>${label}</dt><dd id="${id}">–</dd></div>`).join('')}</dl>
<section aria-labelledby="try"><h2 id="try">Try it</h2>
<p><button type="button" class="act" data-action="sell-one">Sell one</button>${actions.map(button).join('')}</p>
<p id="result" role="status"></p></section>
<section aria-labelledby="way"><h2 id="way">The way of a sale</h2>
<div class="picture">${ORDER.map(partOf).join('\n')}</div></section>
<section aria-labelledby="queues-title"><h2 id="queues-title">Queues</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table of queues"><table><thead><tr><th scope="col">queue</th><th scope="col" class="n">waiting</th><th scope="col" class="n">consumers</th><th scope="col" class="n">retrying</th><th scope="col" class="n">dead letters</th></tr></thead><tbody id="queues"></tbody></table></div></section>
<section aria-labelledby="orders-title"><h2 id="orders-title">One order</h2>
<p>With an admin token (<code>npm run -s token -- --role admin</code>) the last orders and the story of each are shown.</p>
<label for="token">Admin token</label><input id="token" type="password" autocomplete="off" spellcheck="false">
<form id="ask"><label for="order">Order id</label><input id="order" type="text" maxlength="64" required autocomplete="off" spellcheck="false">
<p><button class="act">Show its story</button></p></form>
<ul id="recent"></ul></section>
</main>
<dialog id="dialog" aria-labelledby="dialog-title"><h2 id="dialog-title"></h2><div id="dialog-body"></div><form method="dialog"><button class="act">Close</button></form></dialog>
</body>
</html>
`;
