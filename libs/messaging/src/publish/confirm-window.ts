import type { PublishResult } from './publish-result.js';

const OK: PublishResult = { ok: true };
const TIMEOUT: PublishResult = { ok: false, failure: 'timeout' };
const NACK: PublishResult = { ok: false, failure: 'nack', message: 'the broker refused the message' };

type Settle = (result: PublishResult) => void;

const SLOT = { free: 0, waiting: 1, expired: 2 } as const;

/**
 * The messages of one channel that wait for their confirm, by delivery tag (1, 2, 3 …), in rings that are allocated once.
 * A message that timed out keeps its place until the broker answers, so a stuck broker fills the window instead of the memory.
 */
export class ConfirmWindow {
  private readonly max: number;
  private readonly timeoutMs: number;
  private readonly onSettled: (result: PublishResult) => void;
  private readonly mask: number;
  private readonly settle: (Settle | undefined)[];
  private readonly ids: string[];
  private readonly sentAt: Float64Array;
  private readonly state: Uint8Array;
  private readonly returnedById = new Map<string, { count: number; text: string }>();
  private first = 1;
  private next = 1;
  private oldestWaiting = 1;
  private unconfirmed = 0;
  private captured: Settle | undefined;
  private readonly capture = (resolve: Settle) => {
    this.captured = resolve;
  };

  constructor(max: number, timeoutMs: number, onSettled: (result: PublishResult) => void = () => {}) {
    this.max = max;
    this.timeoutMs = timeoutMs;
    this.onSettled = onSettled;
    // Confirms may come out of order: twice the window before the oldest unconfirmed message stops us.
    const size = 2 ** Math.ceil(Math.log2(max * 2));
    this.mask = size - 1;
    this.settle = new Array<Settle | undefined>(size).fill(undefined);
    this.ids = new Array<string>(size).fill('');
    this.sentAt = new Float64Array(size);
    this.state = new Uint8Array(size);
  }

  /** Messages the broker has not answered. */
  get inFlight(): number {
    return this.unconfirmed;
  }

  /** True when nothing more may be sent until the broker answers. */
  get full(): boolean {
    return this.unconfirmed >= this.max || this.next - this.first > this.mask;
  }

  /** Takes the next delivery tag for a message that has just been sent. */
  sent(messageId: string, now: number): Promise<PublishResult> {
    const slot = this.next++ & this.mask;
    this.ids[slot] = messageId;
    this.sentAt[slot] = now;
    this.state[slot] = SLOT.waiting;
    this.unconfirmed++;
    const promise = new Promise(this.capture);
    this.settle[slot] = this.captured;
    return promise;
  }

  /** The broker could not route a message. It says so before it confirms that message. */
  returned(messageId: string, text: string): void {
    const count = (this.returnedById.get(messageId)?.count ?? 0) + 1;
    this.returnedById.set(messageId, { count, text });
  }

  /** The broker's ack (`ok`) or nack of one tag or of all up to it. */
  confirmed(tag: number, multiple: boolean, ok: boolean): void {
    for (let each = multiple ? this.first : tag; each <= tag; each++) this.answer(each & this.mask, ok);
    while (this.first < this.next && this.state[this.first & this.mask] === SLOT.free) this.first++;
  }

  /** Settles as `timeout` what has waited too long. Cheap: messages are ordered by age. */
  expire(now: number): void {
    if (this.oldestWaiting < this.first) this.oldestWaiting = this.first;
    for (; this.oldestWaiting < this.next; this.oldestWaiting++) {
      const slot = this.oldestWaiting & this.mask;
      if (this.state[slot] !== SLOT.waiting) continue;
      if (now - (this.sentAt[slot] ?? 0) < this.timeoutMs) return;
      this.state[slot] = SLOT.expired;
      this.finish(slot, TIMEOUT);
    }
  }

  /** The channel is gone: nothing will be answered any more. */
  fail(result: PublishResult): void {
    for (let tag = this.first; tag < this.next; tag++) {
      const slot = tag & this.mask;
      if (this.state[slot] === SLOT.waiting) this.finish(slot, result);
      this.state[slot] = SLOT.free;
    }
    this.returnedById.clear();
    this.first = this.next = this.oldestWaiting = 1;
    this.unconfirmed = 0;
  }

  private answer(slot: number, ok: boolean): void {
    const state = this.state[slot];
    if (state === SLOT.free) return;
    this.state[slot] = SLOT.free;
    this.unconfirmed--;
    const text = this.returnedById.size > 0 ? this.takeReturned(this.ids[slot] ?? '') : undefined;
    if (state === SLOT.expired) return;
    if (text !== undefined) this.finish(slot, { ok: false, failure: 'returned', message: text });
    else this.finish(slot, ok ? OK : NACK);
  }

  /** Counts, because one message id may be in flight twice (an inline publish and a sweep). */
  private takeReturned(messageId: string): string | undefined {
    const entry = this.returnedById.get(messageId);
    if (!entry) return undefined;
    if (--entry.count === 0) this.returnedById.delete(messageId);
    return entry.text;
  }

  private finish(slot: number, result: PublishResult): void {
    const settle = this.settle[slot];
    this.settle[slot] = undefined;
    this.ids[slot] = '';
    this.onSettled(result);
    settle?.(result);
  }
}
