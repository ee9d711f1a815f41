/** Called with each event as it is published and confirmed, for every sale: it only takes note. */
export interface PublishWatch {
  published(event_id: string): void;
  confirmed(event_id: string): void;
}
