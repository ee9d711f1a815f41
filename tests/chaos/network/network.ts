import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { LinkFault } from './link.ts';
import type { Done, Order } from './proxy-process.ts';

type Sent<O = Order> = O extends Order ? Omit<O, 'number'> : never;

/** Every TCP connection between the processes of the shop: who calls whom is one link, with a port of its own. */
export class Network {
  /** Ports of the links, by name: `gateway-1>inventory-2`. */
  readonly ports = new Map<string, number>();
  private readonly proxy: ChildProcess;
  private readonly waiting = new Map<number, (done: Done) => void>();
  private orders = 0;

  constructor() {
    this.proxy = fork(join(import.meta.dirname, 'proxy-process.ts'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.proxy.on('message', (done: Done) => {
      this.waiting.get(done.number)?.(done);
      this.waiting.delete(done.number);
    });
  }

  /** @returns the port that `from` calls to reach `target` */
  async open(link: string, target: number): Promise<number> {
    const { port = 0 } = await this.tell({ do: 'open', link, target });
    this.ports.set(link, port);
    return port;
  }

  /** Links whose name matches. */
  links(pattern: RegExp): string[] {
    return [...this.ports.keys()].filter((name) => pattern.test(name));
  }

  async bend(links: string[], fault: LinkFault): Promise<void> {
    await this.tell({ do: 'bend', links, fault });
  }

  async reset(links: string[]): Promise<void> {
    await this.tell({ do: 'reset', links });
  }

  async halfClose(links: string[]): Promise<void> {
    await this.tell({ do: 'half-close', links });
  }

  heal(): Promise<void> {
    return this.bend([...this.ports.keys()], {});
  }

  close(): void {
    this.proxy.disconnect();
  }

  private tell(order: Sent): Promise<Done> {
    const number = ++this.orders;
    return new Promise((resolve) => {
      this.waiting.set(number, resolve);
      this.proxy.send({ ...order, number });
    });
  }
}
