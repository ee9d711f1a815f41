import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** What the sink says to a mail. `drop-after-dot`: it has the whole mail and the connection ends without a reply. */
export type SinkAnswer = 'accept' | 'drop-after-dot' | { to: 'RCPT' | 'DATA'; reply: number };

/** A real SMTP server that keeps what it accepts. */
export interface SmtpSink {
  readonly url: string;
  /** Accepted mails and those that it took before it dropped the connection. */
  readonly mails: Email[];
  /** Offers of a mail: MAIL commands that were answered. */
  offers: number;
  answer: SinkAnswer;
  /** Milliseconds before a mail is accepted. */
  delayMs: number;
  open(): Promise<void>;
  /** As if it were down: connections end, new ones are refused. Opens again on the same port. */
  close(): Promise<void>;
}

const refusal = (reply: number) => Object.assign(new Error(`the sink says ${reply}`), { responseCode: reply });

export async function createSmtpSink(): Promise<SmtpSink> {
  let server: SMTPServer | undefined;
  let port = 0;
  const refusalAt = (stage: 'RCPT' | 'DATA') =>
    typeof sink.answer === 'object' && sink.answer.to === stage ? refusal(sink.answer.reply) : undefined;

  const sink: SmtpSink = {
    get url() {
      return `smtp://127.0.0.1:${port}`;
    },
    mails: [],
    offers: 0,
    answer: 'accept',
    delayMs: 0,
    async open() {
      server = listening();
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
      port = (server.server.address() as AddressInfo).port;
    },
    async close() {
      const closing = server;
      server = undefined;
      if (!closing) return;
      drop(closing);
      await new Promise<void>((resolve) => closing.close(() => resolve()));
    },
  };

  function listening(): SMTPServer {
    const own = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 100,
      onMailFrom(_address, _session, done) {
        sink.offers++;
        done();
      },
      onRcptTo(_address, _session, done) {
        done(refusalAt('RCPT'));
      },
      onData(stream, _session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        const received = async () => {
          const refused = refusalAt('DATA');
          if (refused) return done(refused);
          sink.mails.push(await PostalMime.parse(Buffer.concat(chunks)));
          if (sink.answer === 'drop-after-dot') return drop(own);
          setTimeout(done, sink.delayMs);
        };
        stream.on('end', () => void received());
      },
    });
    own.on('error', () => {});
    return own;
  }

  await sink.open();
  return sink;
}

function drop(server: SMTPServer): void {
  const { connections } = server as unknown as { connections: Set<{ _socket: Socket }> };
  for (const connection of connections) connection._socket.destroy();
}
