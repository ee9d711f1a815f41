import { RecentMap } from '@app/base';
import { Injectable } from '@nestjs/common';

const KEPT = 20_000;

/** One request that this gateway answered. Times are milliseconds since 1970. */
export interface JournalRequest {
  trace_id: string;
  at: number;
  duration_ms: number;
}

/** How far one event got at this gateway. */
export interface JournalEvent {
  published?: number;
  confirmed?: number;
  attempts: number;
}

/** What this gateway did lately, in bounded memory: a restart forgets it, and another gateway does not know it. */
@Injectable()
export class Journal {
  private readonly requests = new RecentMap<string, JournalRequest>(KEPT);
  private readonly events = new RecentMap<string, JournalEvent>(KEPT);

  answered(orderId: string, request: JournalRequest): void {
    // A repetition does not change the first answer.
    if (!this.requests.get(orderId)) this.requests.set(orderId, request);
  }

  published(eventId: string): void {
    const { attempts = 0 } = this.events.get(eventId) ?? {};
    this.events.set(eventId, { published: Date.now(), attempts: attempts + 1 });
  }

  confirmed(eventId: string): void {
    const event = this.events.get(eventId);
    if (event) event.confirmed = Date.now();
  }

  requestOf(orderId: string): JournalRequest | undefined {
    return this.requests.get(orderId);
  }

  eventOf(eventId: string): JournalEvent | undefined {
    return this.events.get(eventId);
  }
}
