import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadSync } from '@grpc/proto-loader';
import { CLONE } from '../../stack/folders.ts';

/** A span as it was exported. */
export interface ExportedSpan {
  traceId: string;
  name: string;
  attributes: Readonly<Record<string, string | number | boolean>>;
}

interface ExportRequest {
  resourceSpans: { scopeSpans: { spans: WireSpan[] }[] }[];
}
interface WireSpan {
  traceId: Buffer;
  name: string;
  attributes: { key: string; value: { value: string } & Record<string, string | number | boolean> }[];
}

/** A collector that keeps what services export. */
export interface Collector {
  readonly url: string;
  readonly spans: readonly ExportedSpan[];
  /** How many spans each request brought. */
  readonly batches: readonly number[];
  close(): void;
}

const proto = loadSync(join(CLONE, 'tests/support/otlp.proto'), { arrays: true, oneofs: true, longs: Number });
const { Export } = proto['opentelemetry.proto.collector.trace.v1.TraceService'] as unknown as {
  Export: { requestDeserialize(body: Buffer): ExportRequest };
};

/** Takes OTLP over HTTP as protobuf, and nothing else. */
export async function startCollector(): Promise<Collector> {
  const spans: ExportedSpan[] = [];
  const batches: number[] = [];
  const server = createServer((request, response) => {
    if (request.headers['content-type'] !== 'application/x-protobuf') return void response.writeHead(415).end();
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const { resourceSpans } = Export.requestDeserialize(Buffer.concat(parts));
      const found = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
      spans.push(...found.map(spanOf));
      batches.push(found.length);
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    batches,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const spanOf = ({ traceId, name, attributes }: WireSpan): ExportedSpan => ({
  traceId: traceId.toString('hex'),
  name,
  attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, value[value.value] ?? ''])),
});
