import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { GrpcHealth, grpcOptions } from '../server/grpc-server.js';
import { channelOptions } from './channel-options.js';

// Not a public entry point: grpc-js ignores options that it does not know, and says nothing.
const { recognizedOptions } = createRequire(import.meta.url)('@grpc/grpc-js/build/src/channel-options.js') as {
  recognizedOptions: Record<string, true>;
};
const serving = { host: '127.0.0.1', port: 1, package: 'a', protoPath: 'a.proto' };

describe('grpc-js knows every option', () => {
  it.each([
    ['a client', channelOptions(['a.Service'])],
    ['a server', grpcOptions(serving, new GrpcHealth([])).options.channelOptions ?? {}],
  ])('of %s', (_, options) => {
    expect(Object.keys(options).filter((name) => !recognizedOptions[name])).toEqual([]);
  });
});
