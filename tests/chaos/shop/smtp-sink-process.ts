// A mail server that keeps every mail it has taken as a line of a file, and can be told to misbehave.
import { appendFileSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

/** `drop`: takes the mail and hangs up without a word. `451`: not now. `550`: never. */
export type SmtpManner = 'good' | 'drop' | '451' | '550';
export interface MailLine {
  at: number;
  /** Without brackets and domain. */
  message_id: string;
  recipient: string;
  dropped: boolean;
}

const [, , file = '', port = '0'] = process.argv;
let manner: SmtpManner = 'good';

const refusal = () => Object.assign(new Error(`${manner} as asked for`), { responseCode: Number(manner) });

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, callback) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      if (manner === '451' || manner === '550') return callback(refusal());
      const message_id = /^message-id:\s*<([^@>]+)/im.exec(Buffer.concat(chunks).toString('utf8'))?.[1] ?? '';
      const recipient = session.envelope.rcptTo[0]?.address ?? '';
      const line: MailLine = { at: Date.now(), message_id, recipient, dropped: manner === 'drop' };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
      if (manner === 'drop') return hangUp(session.id);
      callback();
    });
  },
});

/** The library has no word for this: its connections are found by their sessions. */
function hangUp(id: string): void {
  for (const connection of server.connections as Set<{ id: string; _socket: { destroy(): void } }>) {
    if (connection.id === id) connection._socket.destroy();
  }
}

server.on('error', () => {});
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
process.on('message', (next: SmtpManner) => {
  manner = next;
});
process.on('disconnect', () => process.exit());
process.on('SIGINT', () => {});
