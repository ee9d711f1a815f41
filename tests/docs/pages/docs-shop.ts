import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureBuilt } from '../../../stack/build.ts';
import type { Endpoints } from '../../../stack/endpoints.ts';
import { type Ended, ThrowawayCopy } from '../throwaway-copy.ts';
import { placeholders } from './placeholders.ts';

/** The build included. */
const STARTED_WITHIN_MS = 600_000;
const READY_AGAIN_WITHIN_MS = 120_000;
const COMMAND_SECONDS = 180;

/** An answer of 400 or more fails the command, as it would tell its reader. */
const PRELUDE = 'set -o pipefail; curl() { command curl --fail-with-body --silent --show-error "$@"; };';

/** A shop as README starts it, in a copy of this clone: data, ports and logs of its own. */
export class DocsShop {
  private own?: ThrowawayCopy;
  private npmStart?: ChildProcess;

  /** Made when it is needed. */
  get copy(): ThrowawayCopy {
    this.own ??= new ThrowawayCopy();
    return this.own;
  }

  get endpoints(): Endpoints {
    return JSON.parse(this.copy.read('.stack/endpoints.json'));
  }

  /** `npm start`, once; resolves when everything is ready. */
  async start(): Promise<void> {
    if (this.npmStart) return;
    await ensureBuilt(() => {});
    this.copy.takeBuild();
    const log = openSync(join(this.copy.folder, 'npm-start.log'), 'w');
    this.npmStart = spawn('npm', ['start'], { cwd: this.copy.folder, env: this.copy.env, stdio: ['ignore', log, log] });
    await this.ready(STARTED_WITHIN_MS, ['ready']);
  }

  /** A command of a page, with the addresses of this shop and with values for `<…>`. */
  async run(command: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    await this.start();
    if (command === 'npm start') return { ok: true, said: '' };
    const given = await placeholders(command, this.endpoints);
    const line = Object.entries(given).reduce((text, [name, value]) => text.replaceAll(`<${name}>`, value), command);
    const ended = await this.copy.run(`${PRELUDE} ${this.here(line)}`, { ...this.urls(), ...env }, COMMAND_SECONDS);
    if (/ (kill|start|restart|resume) /.test(command))
      await this.ready(READY_AGAIN_WITHIN_MS, ['ready', 'stopped', 'paused']);
    return ended;
  }

  async stop(): Promise<void> {
    if (this.npmStart?.exitCode === null) {
      const ended = new Promise((resolve) => this.npmStart?.once('close', resolve));
      await this.copy.run('npm run stack -- down', {}, COMMAND_SECONDS);
      await ended;
    }
    this.own?.remove();
  }

  /** Where the usual ports were taken, the shop has others. */
  private here(line: string): string {
    const { gateway, rabbitmq_ui } = this.endpoints;
    return line
      .replaceAll('localhost:3000', new URL(gateway).host)
      .replaceAll('localhost:15672', new URL(rabbitmq_ui).host);
  }

  private urls(): NodeJS.ProcessEnv {
    const { postgres, orders_postgres, notifications_postgres, mongodb, mongodb_postgres } = this.endpoints;
    return {
      INVENTORY_DATABASE_URL: postgres,
      ORDERS_DATABASE_URL: orders_postgres,
      NOTIFICATIONS_DATABASE_URL: notifications_postgres,
      MONGODB_URI: mongodb,
      ...(mongodb_postgres && { FERRETDB_URL: mongodb_postgres }),
    };
  }

  private async ready(withinMs: number, states: readonly string[]): Promise<void> {
    for (const deadline = Date.now() + withinMs; ; await delay(200)) {
      const waiting = this.waitingFor(states);
      if (waiting === '') return;
      const isOver = this.npmStart?.exitCode !== null || Date.now() > deadline;
      if (isOver) throw new Error(`npm start: ${waiting}\n${this.log()}`);
    }
  }

  private waitingFor(states: readonly string[]): string {
    try {
      const { processes } = this.endpoints;
      return processes
        .filter(({ name, state }) => name !== 'mongo-ui' && !states.includes(state))
        .map(({ name, state, reason }) => `${name} is ${state} ${reason ?? ''}`)
        .join(', ');
    } catch {
      return 'it has not begun';
    }
  }

  private log(): string {
    return readFileSync(join(this.copy.folder, 'npm-start.log'), 'utf8').slice(-3_000);
  }
}
