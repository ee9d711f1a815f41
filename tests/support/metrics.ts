import type { Shop } from './shop.ts';

/** One line of a service's `/metrics`. */
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

const LINE = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/gm;
const LABEL = /([a-z_]+)="((?:[^"\\]|\\.)*)"/g;

/** The samples in Prometheus' text format. */
export const samplesOf = (text: string): Sample[] =>
  [...text.matchAll(LINE)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, label, said]) => [label, said])),
    value: Number(value),
  }));

const SERVICES = ['gateway', 'inventory', 'orders', 'analytics', 'notifications'];

/** Where each service of the shop answers for its metrics: `host:port`. */
export const opsOf = (shop: Shop): string[] =>
  SERVICES.map((name) => shop.process(name)).map(({ ops_port, port }) => `127.0.0.1:${ops_port ?? port}`);

/** What all services of the shop count now. */
export async function readMetrics(shop: Shop): Promise<Sample[]> {
  return (await Promise.all(opsOf(shop).map(scrape))).flatMap(samplesOf);
}

/** Throws what is answered instead of metrics: without it a service that cannot be scraped would count nothing. */
async function scrape(ops: string): Promise<string> {
  const answer = await fetch(`http://${ops}/metrics`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${ops}/metrics answered ${answer.status}: ${text}`);
  return text;
}

/** The sum of a metric over all samples with these labels. */
export const sumOf = (
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number =>
  samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
