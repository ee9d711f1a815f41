import { ConfigError, defineConfig, refuseInsecureProduction, SERVICE_VARIABLES, str, urlPart } from '@app/config';
import { analyticsConfig } from '../../apps/analytics/src/analytics.config.js';
import { gatewayConfig } from '../../apps/gateway/src/gateway.config.js';
import { refuseOpenProduction } from '../../apps/gateway/src/http/security/insecure-production.js';
import { inventoryConfig } from '../../apps/inventory/src/inventory.config.js';
import { notificationsConfig } from '../../apps/notifications/src/notifications.config.js';
import { ordersConfig } from '../../apps/orders/src/orders.config.js';
import { paymentSimulatorConfig } from '../payment-simulator/payment-simulator.config.js';

type Environment = Record<string, string | undefined>;

/** What docker-compose.yml writes itself, for services that start with nothing less. */
const WRITTEN_BY_COMPOSE = {
  INVENTORY_GRPC_URL: 'inventory:50051',
  RABBITMQ_URL: 'amqp://service:of-compose@rabbitmq:5672',
  DATABASE_URL: 'postgres://service:of-compose@postgres:5432/database',
  MONGODB_URI: 'mongodb://service:of-compose@mongodb:27017/database',
  PAYMENT_WEBHOOK_SECRETS: 'whsec_d3JpdHRlbi1ieS1kb2NrZXItY29tcG9zZS15bWw=',
};

const password = urlPart({ desc: 'letters, digits, - and _: it becomes part of a URL' });
const login = str({ default: undefined, desc: 'a login of a page' });

/** Settings that no service reads: of the engines, and what compose itself makes of them. */
const enginesConfig = (env: Environment) =>
  defineConfig(
    'engines',
    {
      NODE_ENV: SERVICE_VARIABLES.NODE_ENV,
      MIGRATE: str({ choices: ['seed', 'up'], default: 'seed', desc: 'seed or up' }),
      POSTGRES_PASSWORD: password,
      INVENTORY_DB_PASSWORD: password,
      NOTIFICATIONS_DB_PASSWORD: password,
      ORDERS_DB_PASSWORD: password,
      RABBITMQ_USER: password,
      RABBITMQ_PASSWORD: password,
      RABBITMQ_OPERATOR_PASSWORD: password,
      RABBITMQ_GATEWAY_PASSWORD: password,
      RABBITMQ_ORDERS_PASSWORD: password,
      RABBITMQ_ANALYTICS_PASSWORD: password,
      RABBITMQ_NOTIFICATIONS_PASSWORD: password,
      MONGODB_ROOT_PASSWORD: password,
      ANALYTICS_DB_PASSWORD: password,
      MONGO_EXPRESS_USER: login,
      MONGO_EXPRESS_PASSWORD: login,
      GRAFANA_USER: login,
      GRAFANA_PASSWORD: login,
    },
    env,
  );

/** The check that each part makes when it starts, by its own code. */
const CHECKS: ((env: Environment) => void)[] = [
  (env) => refuseOpenProduction(gatewayConfig(env)),
  (env) => refuseInsecureProduction('inventory', inventoryConfig(env)),
  (env) => refuseInsecureProduction('orders', ordersConfig(env)),
  (env) => refuseInsecureProduction('analytics', analyticsConfig(env)),
  (env) => refuseInsecureProduction('notifications', notificationsConfig(env)),
  (env) => refuseInsecureProduction('payment-simulator', paymentSimulatorConfig(env)),
  (env) => refuseInsecureProduction('engines', enginesConfig(env)),
];

/** Everything that is wrong with the settings of docker-compose.yml, one sentence with its fix each, none twice. */
export function problemsOf(env: Environment): string[] {
  const complete = { ...WRITTEN_BY_COMPOSE, ...env };
  return [...new Set(CHECKS.flatMap((check) => problemsFoundBy(() => check(complete))))];
}

function problemsFoundBy(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
