import { protoFile } from './proto-files.js';

/** proto package of `protos/analytics.proto`. */
export const ANALYTICS_PACKAGE = 'analytics';

/** Absolute path of `protos/analytics.proto`. */
export const ANALYTICS_PROTO_PATH = protoFile('analytics.proto');
