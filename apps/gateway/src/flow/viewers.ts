import type { ServerResponse } from 'node:http';

/** Viewers beyond this many are refused: the page is for people, not for load. */
export const MAX_VIEWERS = 200;

const BUFFER_BYTES = 65_536;
const STUCK_MS = 10_000;
const RECONNECT_MS = 1_000;

/** What is sent at one moment: admins see order ids, everybody else sees counts. */
export interface Frame {
  everybody: string;
  admins: string;
}

interface Viewer {
  answer: ServerResponse;
  admin: boolean;
  sent: string | undefined;
  stuckSince: number | undefined;
}

/**
 * The open pages. There is no queue for a viewer: one that reads slowly misses moments, one that does not read at all for ten
 * seconds is closed. Memory is therefore bounded by their number.
 */
export class Viewers {
  private readonly open = new Set<Viewer>();

  get count(): number {
    return this.open.size;
  }

  get full(): boolean {
    return this.open.size >= MAX_VIEWERS;
  }

  /** Takes over an answer whose head is not sent yet. */
  add(answer: ServerResponse, admin: boolean): void {
    const viewer: Viewer = { answer, admin, sent: undefined, stuckSince: undefined };
    this.open.add(viewer);
    answer.on('error', () => {}); // A browser that went away is no error.
    answer.on('close', () => this.open.delete(viewer));
    answer.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // A proxy that buffers would turn the live page into a slide show.
      'x-accel-buffering': 'no',
    });
    answer.write(`retry: ${RECONNECT_MS}\n\n`);
  }

  /** Sends this moment to each viewer that has room for it and has not just seen the same. */
  show(frame: Frame, now = Date.now()): void {
    // Encoded once, however many look.
    const bytes = { everybody: messageOf(frame.everybody), admins: messageOf(frame.admins) };
    for (const viewer of this.open) {
      const kind = viewer.admin ? 'admins' : 'everybody';
      if (this.hasRoom(viewer, now) && viewer.sent !== frame[kind]) {
        viewer.sent = frame[kind];
        viewer.answer.write(bytes[kind]);
      }
    }
  }

  /** Keeps quiet streams alive: a connection on which nothing moves for 30 s is closed by the server. */
  beat(): void {
    for (const { answer } of this.open) if (answer.writableLength === 0) answer.write(': still here\n\n');
  }

  /** Ends every stream, so that a draining process does not wait for them. The pages come back by themselves. */
  close(): void {
    for (const { answer } of this.open) answer.end();
  }

  private hasRoom(viewer: Viewer, now: number): boolean {
    if (viewer.answer.writableLength < BUFFER_BYTES) {
      viewer.stuckSince = undefined;
      return true;
    }
    viewer.stuckSince ??= now;
    if (now - viewer.stuckSince > STUCK_MS) viewer.answer.destroy();
    return false;
  }
}

const messageOf = (text: string) => Buffer.from(`data: ${text}\n\n`);
