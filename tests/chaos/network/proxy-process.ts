// The fault proxy: a process of its own, so that neither the clients nor the checker slow down what passes through.
import { Link, type LinkFault } from './link.ts';

export type Order =
  | { number: number; do: 'open'; link: string; target: number }
  | { number: number; do: 'bend'; links: string[]; fault: LinkFault }
  | { number: number; do: 'reset' | 'half-close'; links: string[] };
export type Done = { number: number; port?: number };

const links = new Map<string, Link>();
const named = (names: string[]) => names.flatMap((name) => links.get(name) ?? []);

async function carryOut(order: Order): Promise<Done> {
  const { number } = order;
  switch (order.do) {
    case 'open': {
      const link = new Link(order.target);
      links.set(order.link, link);
      return { number, port: await link.listen() };
    }
    case 'bend':
      for (const link of named(order.links)) link.bend(order.fault);
      return { number };
    case 'reset':
      for (const link of named(order.links)) link.reset();
      return { number };
    case 'half-close':
      for (const link of named(order.links)) link.halfClose();
      return { number };
  }
}

process.on('message', (order: Order) => void carryOut(order).then((done) => process.send?.(done)));
process.on('disconnect', () => process.exit());
// Ctrl-C is for who started this.
process.on('SIGINT', () => {});
