import { ConfigError } from './define-config.js';

/** Passwords of `.env.example` and of the engines' own images: they are public. A password equal to its user counts as well. */
const KNOWN_PASSWORDS = new Set([
  ...['guest', 'postgres', 'root', 'pass', 'password', 'admin'],
  ...['gateway', 'inventory', 'orders', 'analytics', 'notifications', 'operator'],
]);

/** Public keys of webhooks: those of `.env.example`, and the example that a wrong setting is answered with. */
const KNOWN_WEBHOOK_SECRETS = new Set([
  'whsec_ZGV2ZWxvcG1lbnQtb25seS1zZWNyZXQtb2YtdGhlLXNob3A=',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
]);

/**
 * Refuses a production start with public secrets.
 *
 * @param service name that the error message starts with
 * @param config the parsed environment; every URL with a login, every `…_PASSWORD` and every key of webhooks is looked at
 * @param more problems that only this service can have, one sentence with its fix each
 * @throws {ConfigError} with all problems in one message, when `NODE_ENV` is `production` and there are any
 */
export function refuseInsecureProduction(
  service: string,
  config: { NODE_ENV: string } & Record<string, unknown>,
  more: readonly string[] = [],
): void {
  if (config.NODE_ENV !== 'production') return;
  const problems = [
    ...more,
    ...Object.entries(config).flatMap(([name, value]) => [
      ...knownLogin(name, value),
      ...knownPassword(name, value),
      ...knownWebhookSecret(name, value),
    ]),
  ];
  if (problems.length === 0) return;
  throw new ConfigError(
    `${service} refuses to start with NODE_ENV=production: ${problems.length} problem(s)`,
    problems,
  );
}

// Not `URL`: the URI of a replica set names several hosts, which no URL may.
const LOGIN = /^(?<protocol>[a-z+]+):\/\/(?:(?<user>[^:@/?#]*)(?::(?<secret>[^@/?#]*))?@)?/;

function knownLogin(name: string, value: unknown): string[] {
  const { protocol, user = '', secret = '' } = (typeof value === 'string' && LOGIN.exec(value)?.groups) || {};
  if (!protocol) return [];
  // Without a login a broker is entered as guest/guest.
  const [who, password] = /^amqps?$/.test(protocol) ? [user || 'guest', secret || 'guest'] : [user, secret];
  if (!password || (password !== who && !KNOWN_PASSWORDS.has(password))) return [];
  return [`${name} uses ${who}/${password}, a login that is public. Give ${who} a password of its own`];
}

function knownPassword(name: string, value: unknown): string[] {
  if (!name.endsWith('_PASSWORD') || typeof value !== 'string' || !KNOWN_PASSWORDS.has(value)) return [];
  return [`${name} is "${value}", a password that is public. Set it to one of its own`];
}

function knownWebhookSecret(name: string, value: unknown): string[] {
  if (!Array.isArray(value) || !value.some((secret) => KNOWN_WEBHOOK_SECRETS.has(secret))) return [];
  return [`${name} holds a key that is public. Give the payment service and this variable a key of their own`];
}
