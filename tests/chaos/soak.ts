import { readdirSync, readFileSync } from 'node:fs';
import type { Ledger } from './shop/ledger.pg.ts';
import type { ChaosShop } from './shop/shop.ts';

interface Look {
  at: number;
  /** Megabytes and descriptors of each process. */
  processes: Map<string, { megabytes: number; descriptors: number }>;
  /** Kilobytes of tables. */
  tables: Record<string, number>;
}

const EVERY_MS = 30_000;
const WARM_AFTER_MS = 120_000;

/** Looks at memory, descriptors and tables while a run goes on. */
export class Soak {
  private readonly looks: Look[] = [];
  private readonly timer: NodeJS.Timeout;
  private readonly shop: ChaosShop;
  private readonly ledger: Ledger;

  constructor(shop: ChaosShop, ledger: Ledger) {
    this.shop = shop;
    this.ledger = ledger;
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.look();
  }

  /** Warm, in the middle, in the end: a line for each process and table. */
  report(): string[] {
    const began = this.looks[0]?.at ?? 0;
    const warm = this.looks.find(({ at }) => at - began >= WARM_AFTER_MS) ?? this.looks[0];
    const middle = this.looks[Math.floor(this.looks.length / 2)];
    const end = this.looks.at(-1);
    if (!warm || !middle || !end) return [];
    const names = [...end.processes.keys()];
    const row = (name: string, of: (look: Look) => number | undefined) =>
      `| ${name} | ${[warm, middle, end].map((look) => of(look)?.toFixed(0) ?? '-').join(' | ')} |`;
    return [
      '| what | warm | middle | end |',
      '|---|---|---|---|',
      ...names.map((name) => row(`${name}, MB`, ({ processes }) => processes.get(name)?.megabytes)),
      ...names.map((name) => row(`${name}, descriptors`, ({ processes }) => processes.get(name)?.descriptors)),
      ...Object.keys(end.tables).map((name) => row(`${name}, kB`, ({ tables }) => tables[name])),
    ];
  }

  private async look(): Promise<void> {
    const tables = await this.ledger.sizes().catch(() => ({}));
    const processes = new Map(
      this.shop.components.flatMap(({ spec, pid }) => {
        const found = pid === null ? undefined : measure(pid);
        return found ? [[spec.name, found] as const] : [];
      }),
    );
    this.looks.push({ at: Date.now(), processes, tables });
  }
}

/** Undefined when it has ended in between. */
function measure(pid: number): { megabytes: number; descriptors: number } | undefined {
  try {
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    return { megabytes: kilobytes / 1_024, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return undefined;
  }
}
