export { str } from 'envalid';
export { ConfigError, defineConfig } from './define-config.js';
export { refuseInsecureProduction } from './insecure-production.js';
export { type OutboundProxy, outboundProxy } from './outbound-proxy.js';
export { DATABASE_POOLER, RABBITMQ_OPERATOR_URL, RABBITMQ_TOPOLOGY, SERVICE_VARIABLES } from './service-variables.js';
export { hostPorts, integer, mailbox, networks, origins, port, urlOf, urlPart, webhookSecrets } from './validators.js';
