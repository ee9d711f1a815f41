import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Pump } from './pump.ts';

/** How a link misbehaves now. Nothing of it: what comes is passed on at once. */
export interface LinkFault {
  latencyMs?: number;
  /** Up to so much more for each piece. */
  jitterMs?: number;
  bytesPerSecond?: number;
  /** Nothing passes in this direction, nothing is refused, nobody is told. What was sent arrives when it is over. */
  blackHole?: 'requests' | 'replies' | 'both';
  /** What the callee answers is thrown away; when it is over, connections that have lost something are reset. */
  dropReplies?: boolean;
}

interface Pair {
  client: Socket;
  callee: Socket;
  requests: Pump;
  replies: Pump;
}

/** One way from a process to another, through a port of its own. */
export class Link {
  readonly server: Server;
  private readonly pairs = new Set<Pair>();
  private fault: LinkFault = {};
  private readonly target: number;

  constructor(target: number) {
    this.target = target;
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.pass(client));
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  /** From now on, until told otherwise. */
  bend(fault: LinkFault): void {
    const dropped = this.fault.dropReplies && !fault.dropReplies;
    this.fault = fault;
    for (const pair of this.pairs) {
      if (dropped && pair.replies.hasLost) destroy(pair);
      else this.tell(pair);
    }
  }

  /** Every connection ends with a RST, as when a firewall has forgotten it. */
  reset(): void {
    for (const pair of this.pairs) destroy(pair);
  }

  /** The callers are told that nothing more will come (FIN), the callee is not. What callers send still arrives. */
  halfClose(): void {
    for (const { client } of this.pairs) client.end();
  }

  private pass(client: Socket): void {
    const callee = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const pair = { client, callee, requests: new Pump(client, callee), replies: new Pump(callee, client) };
    this.pairs.add(pair);
    for (const socket of [client, callee]) {
      socket.on('error', () => destroy(pair));
      socket.on('close', () => {
        if (client.destroyed && callee.destroyed) this.pairs.delete(pair);
        else if (!socket.readableEnded) destroy(pair);
      });
    }
    this.tell(pair);
  }

  private tell({ requests, replies }: Pair): void {
    const { blackHole, dropReplies = false, ...pace } = this.fault;
    requests.bend({ ...pace, held: blackHole === 'requests' || blackHole === 'both', dropped: false });
    replies.bend({ ...pace, held: blackHole === 'replies' || blackHole === 'both', dropped: dropReplies });
  }
}

function destroy({ client, callee }: Pair): void {
  client.resetAndDestroy();
  callee.resetAndDestroy();
}
