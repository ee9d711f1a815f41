/** A product_sold event that inventory has recorded: ready to publish as it is. */
export interface RecordedEvent {
  event_id: string;
  /** The JSON body. */
  event: Buffer;
  /** Trace context of the request that asked for the sale. */
  traceparent?: string | undefined;
}
