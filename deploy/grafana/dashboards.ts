// The dashboards as one table. `node deploy/grafana/dashboards.ts` writes their JSON; a spec compares it and asks a real Prometheus every query.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One panel: what it shows, in which unit of Grafana, by which queries (legend → PromQL). */
export interface Panel {
  title: string;
  unit: string;
  queries: Record<string, string>;
}

const perSecond = (metric: string, by = '') => `sum${by && ` by (${by})`}(rate(${metric}[1m]))`;
const quantile = (q: number, metric: string, by: string, filter = '') =>
  `histogram_quantile(${q}, sum by (le${by && `, ${by}`}) (rate(${metric}_bucket${filter}[1m])))`;
const SALES = '{route="/inventory/decrease"}';

/** Dashboards by file name. */
export const DASHBOARDS: Record<string, { title: string; panels: Panel[] }> = {
  flow: {
    title: 'Flow: from the sale to the mail',
    panels: [
      {
        title: 'Sales',
        unit: 'reqps',
        queries: { sold: perSecond('gateway_sales_total'), recorded: perSecond('inventory_sales_total') },
      },
      {
        title: 'Effects',
        unit: 'reqps',
        queries: {
          documents: perSecond('analytics_sales_recorded_total'),
          mails: perSecond('notifications_emails_sent_total'),
        },
      },
      {
        title: 'Published, by result',
        unit: 'reqps',
        queries: { '{{outcome}}': perSecond('messaging_published_total', 'outcome') },
      },
      {
        title: 'Outbox',
        unit: 'short',
        queries: { '{{service}}': 'max by (service) ({__name__=~"(inventory|orders)_outbox_pending"})' },
      },
      {
        title: 'Oldest event in the outbox',
        unit: 's',
        queries: { '{{service}}': 'max by (service) ({__name__=~"(inventory|orders)_outbox_oldest_age_seconds"})' },
      },
      {
        title: 'Queues',
        unit: 'short',
        queries: { '{{queue}} {{state}}': 'sum by (queue, state) (messaging_queue_messages)' },
      },
      { title: 'Consumers', unit: 'short', queries: { '{{queue}}': 'min by (queue) (messaging_queue_consumers)' } },
      {
        title: 'Event to document, 99 %',
        unit: 's',
        queries: { analytics: quantile(0.99, 'analytics_event_lag_seconds', '') },
      },
      {
        title: 'Event to mail, 99 %',
        unit: 's',
        queries: { notifications: quantile(0.99, 'notifications_event_lag_seconds', '') },
      },
    ],
  },
  service: {
    title: 'Service: what a process uses',
    panels: [
      {
        title: 'Version',
        unit: 'short',
        queries: { '{{service}} {{version}}': 'max by (service, version) (build_info)' },
      },
      {
        title: 'Processor',
        unit: 'percentunit',
        queries: { '{{service}}': perSecond('process_cpu_seconds_total', 'service') },
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: { '{{service}}': 'max by (service) (process_resident_memory_bytes)' },
      },
      {
        title: 'Event loop lag, 99 %',
        unit: 's',
        queries: { '{{service}}': 'max by (service) (nodejs_eventloop_lag_p99_seconds)' },
      },
      { title: 'Open files', unit: 'short', queries: { '{{service}}': 'max by (service) (process_open_fds)' } },
      {
        title: 'Broker connections that are up',
        unit: 'short',
        queries: { '{{service}} {{purpose}}': 'max by (service, purpose) (messaging_connection_state{state="up"})' },
      },
      {
        title: 'Consumed, by result',
        unit: 'reqps',
        queries: { '{{queue}} {{outcome}}': perSecond('messaging_consumed_total', 'queue, outcome') },
      },
    ],
  },
  'flash-sale': {
    title: 'Flash sale: one product, everybody at once',
    panels: [
      {
        title: 'Answers to sales, by status',
        unit: 'reqps',
        queries: { '{{status}}': perSecond(`gateway_http_requests_total${SALES}`, 'status') },
      },
      {
        title: 'Time to answer a sale',
        unit: 's',
        queries: {
          median: quantile(0.5, 'gateway_http_request_duration_seconds', '', SALES),
          '99 %': quantile(0.99, 'gateway_http_request_duration_seconds', '', SALES),
        },
      },
      {
        title: 'Sales in one call to inventory',
        unit: 'short',
        queries: { median: quantile(0.5, 'gateway_sale_batch_size', '') },
      },
      {
        title: 'Sales in one transaction',
        unit: 'short',
        queries: { median: quantile(0.5, 'inventory_batch_size', '') },
      },
      {
        title: 'Time of a transaction',
        unit: 's',
        queries: { '99 %': quantile(0.99, 'inventory_batch_duration_seconds', '') },
      },
      {
        title: 'Waiting for inventory',
        unit: 'short',
        queries: { sales: 'sum(gateway_sales_waiting)', calls: 'sum(gateway_sale_batches_in_flight)' },
      },
      {
        title: 'Breaker (0 closed, 1 half-open, 2 open)',
        unit: 'short',
        queries: { breaker: 'max(gateway_inventory_breaker_state)' },
      },
      {
        title: 'Decided, by outcome',
        unit: 'reqps',
        queries: { '{{outcome}}': perSecond('inventory_sale_outcomes_total', 'outcome') },
      },
    ],
  },
  orders: {
    title: 'Orders: from the basket to the money',
    panels: [
      {
        title: 'Placed and completed',
        unit: 'reqps',
        queries: { placed: perSecond('orders_placed_total'), completed: perSecond('orders_completed_total') },
      },
      {
        title: 'Ended, by state',
        unit: 'reqps',
        queries: { '{{state}}': perSecond('orders_ended_total', 'state') },
      },
      { title: 'Stuck', unit: 'short', queries: { orders: 'max(orders_stuck)' } },
      {
        title: 'Steps, by outcome',
        unit: 'reqps',
        queries: { '{{effect}} {{outcome}}': perSecond('orders_steps_total', 'effect, outcome') },
      },
      {
        title: 'Time of a step, 99 %',
        unit: 's',
        queries: { '{{effect}}': quantile(0.99, 'orders_step_duration_seconds', 'effect') },
      },
      {
        title: 'Orders connected to the gateway',
        unit: 'short',
        queries: { '{{instance}}': 'min by (instance) (gateway_orders_connected)' },
      },
      {
        title: 'Record to figures, 99 %',
        unit: 's',
        queries: { figures: quantile(0.99, 'analytics_figures_lag_seconds', '') },
      },
    ],
  },
};

const WIDTH = 8;
const HEIGHT = 8;

/** The dashboard as Grafana reads it: three panels in a row. */
export function grafanaJson(name: string): string {
  const { title, panels } = DASHBOARDS[name] as { title: string; panels: Panel[] };
  const dashboard = {
    uid: `storefront-${name}`,
    title,
    tags: ['storefront'],
    schemaVersion: 41,
    refresh: '5s',
    time: { from: 'now-15m', to: 'now' },
    panels: panels.map((panel, index) => ({
      id: index + 1,
      type: 'timeseries',
      title: panel.title,
      datasource: { type: 'prometheus', uid: 'prometheus' },
      gridPos: { x: (index % 3) * WIDTH, y: Math.floor(index / 3) * HEIGHT, w: WIDTH, h: HEIGHT },
      fieldConfig: { defaults: { unit: panel.unit }, overrides: [] },
      targets: Object.entries(panel.queries).map(([legendFormat, expr], target) => ({
        refId: String.fromCharCode('A'.charCodeAt(0) + target),
        expr,
        legendFormat,
      })),
    })),
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}

/** Where a dashboard lies. */
export const fileOf = (name: string): string => join(import.meta.dirname, 'dashboards', `${name}.json`);

if (import.meta.main) for (const name of Object.keys(DASHBOARDS)) writeFileSync(fileOf(name), grafanaJson(name));
