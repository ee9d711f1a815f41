import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort } from '@app/testing';
import { debianPackage } from './debian-package.ts';

/** Prometheus of the PATH, or Debian's. */
export async function prometheusPrograms(): Promise<{ prometheus: string; promtool: string }> {
  const installed = (process.env.PATH ?? '')
    .split(':')
    .find((folder) => existsSync(join(folder, 'promtool')) && existsSync(join(folder, 'prometheus')));
  const folder = installed ?? join(await debianPackage('prometheus', 'usr/bin/promtool'), 'usr/bin');
  return { prometheus: join(folder, 'prometheus'), promtool: join(folder, 'promtool') };
}

/** A running Prometheus that scrapes some targets each second. */
export interface Prometheus {
  query(expression: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]>;
  stop(): Promise<void>;
}

export async function startPrometheus(targets: string[]): Promise<Prometheus> {
  const { prometheus } = await prometheusPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const port = await freePort();
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'storefront', static_configs: [{ targets }] }],
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = spawn(prometheus, args, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => (await fetch(`${url}/-/ready`)).ok, { timeoutMs: 20_000, what: 'Prometheus' });
  return {
    query: async (expression) => {
      const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression })}`);
      const { status, data, error } = await answer.json();
      if (status !== 'success') throw new Error(`${expression}: ${error}`);
      return data.result;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
