import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { Viewers } from './viewers.js';

// Stands in for an answer: what a slow reader does to the buffer of a real socket cannot be set to the byte.
class FakeAnswer extends EventEmitter {
  written: string[] = [];
  writableLength = 0;
  destroyed = false;
  writeHead() {}
  write(text: string | Buffer) {
    this.written.push(String(text));
  }
  end() {
    this.emit('close');
  }
  destroy() {
    this.destroyed = true;
    this.emit('close');
  }
}

function open(viewers: Viewers, admin = false) {
  const answer = new FakeAnswer();
  viewers.add(answer as unknown as ServerResponse, admin);
  answer.written.length = 0;
  return answer;
}

const frame = (text: string) => ({ everybody: text, admins: `${text}+ids` });

it('shows order ids to admins only, and nothing twice', () => {
  const viewers = new Viewers();
  const [buyer, admin] = [open(viewers), open(viewers, true)];
  viewers.show(frame('a'));
  viewers.show(frame('a'));
  expect([buyer.written, admin.written]).toEqual([['data: a\n\n'], ['data: a+ids\n\n']]);
});

it('keeps nothing for a viewer that does not read, and closes it after ten seconds', () => {
  const viewers = new Viewers();
  const slow = open(viewers);
  slow.writableLength = 70_000;
  viewers.show(frame('a'), 0);
  viewers.show(frame('b'), 10_000);
  expect([slow.written, slow.destroyed]).toEqual([[], false]);
  viewers.show(frame('c'), 10_001);
  expect([slow.destroyed, viewers.count]).toEqual([true, 0]);
});

it('gives a viewer that reads again the newest moment, not the missed ones', () => {
  const viewers = new Viewers();
  const slow = open(viewers);
  slow.writableLength = 70_000;
  viewers.show(frame('old'), 0);
  slow.writableLength = 0;
  viewers.show(frame('new'), 5_000);
  slow.writableLength = 70_000;
  viewers.show(frame('later'), 9_000);
  viewers.show(frame('later'), 18_000);
  expect([slow.written, slow.destroyed]).toEqual([['data: new\n\n'], false]);
});

it('ends all streams at once', () => {
  const viewers = new Viewers();
  for (let n = 0; n < 3; n++) open(viewers);
  viewers.close();
  expect(viewers.count).toBe(0);
});

it('closes a real connection on which nobody reads, and keeps no more than one moment for it', async () => {
  const viewers = new Viewers();
  const server = createServer((_request, answer) => viewers.add(answer, false)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {}); // How a reset is told.
  socket.pause().write('GET / HTTP/1.1\r\nhost: shop\r\n\r\n');
  const [, answer] = (await once(server, 'request')) as [unknown, ServerResponse];
  const moment = 'x'.repeat(100_000);
  let kept = 0;
  for (let n = 0; viewers.count > 0 && n < 1_000; n++) {
    viewers.show(frame(`${n} ${moment}`), n * 250);
    kept = Math.max(kept, answer.writableLength);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const left = viewers.count;
  socket.destroy();
  server.closeAllConnections();
  server.close();
  expect([left, kept < 2 * moment.length]).toEqual([0, true]);
});
