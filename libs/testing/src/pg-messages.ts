/** One message of a PostgreSQL client, as far as a gate has to know it. */
export interface PgMessage {
  kind: 'parse' | 'bind' | 'query' | 'other';
  /** Of the prepared statement; empty for one without a name. */
  name: string;
  /** Of the SQL, where the message has it. */
  text: string;
}

const KINDS: Record<string, PgMessage['kind']> = { P: 'parse', B: 'bind', Q: 'query' };

/** Cuts what a client sends into messages (protocol version 3). */
export class PgMessages {
  private rest = Buffer.alloc(0);
  private started = false;

  /** The messages that are complete with this chunk. */
  read(chunk: Buffer): PgMessage[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    const messages: PgMessage[] = [];
    for (;;) {
      // Before the session starts a message has no type byte.
      const header = this.started ? 1 : 0;
      if (this.rest.length < header + 4) return messages;
      const end = header + this.rest.readInt32BE(header);
      if (this.rest.length < end) return messages;
      if (this.started) messages.push(messageOf(this.rest.subarray(0, end)));
      this.started = true;
      this.rest = this.rest.subarray(end);
    }
  }
}

function messageOf(bytes: Buffer): PgMessage {
  const kind = KINDS[String.fromCharCode(bytes[0] ?? 0)] ?? 'other';
  const [first = '', second = ''] = kind === 'other' ? [] : bytes.subarray(5).toString('latin1').split('\0', 2);
  if (kind === 'query') return { kind, name: '', text: first };
  if (kind === 'parse') return { kind, name: first, text: second };
  // A Bind names its portal first.
  return { kind, name: second, text: '' };
}
