import { ConfigError } from './define-config.js';

/** Passwords of `.env.example` and of the engines' own images: everybody can read them. A password equal to its user counts as well. */
const KNOWN_PASSWORDS = new Set(['guest', 'postgres', 'root', 'pass', 'password', 'admin']);

/** Keys of webhooks that everybody can read: of `.env.example`, and the example that a wrong setting is answered with. */
const KNOWN_WEBHOOK_SECRETS = new Set([
  'whsec_ZGV2ZWxvcG1lbnQtb25seS1zZWNyZXQtb2YtdGhlLXNob3A=',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
]);

/**
 * Refuses a production start with what everybody knows.
 *
 * @param service name that the error message starts with
 * @param config the parsed environment; every URL with a login and every key of webhooks is looked at
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
      ...knownWebhookSecret(name, value),
    ]),
  ];
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `  ${problem}`).join('\n');
  throw new ConfigError(
    `${service} refuses to start with NODE_ENV=production: ${problems.length} problem(s)\n${lines}`,
  );
}

function knownLogin(name: string, value: unknown): string[] {
  if (typeof value !== 'string' || !URL.canParse(value)) return [];
  const { protocol, username, password } = new URL(value);
  // Without a login a broker is entered as guest/guest.
  const [user, secret] = /^amqps?:$/.test(protocol) ? [username || 'guest', password || 'guest'] : [username, password];
  if (!secret || (secret !== user && !KNOWN_PASSWORDS.has(secret))) return [];
  return [`${name} uses ${user}/${secret}, a login that everybody knows. Give ${user} a password of its own`];
}

function knownWebhookSecret(name: string, value: unknown): string[] {
  if (!Array.isArray(value) || !value.some((secret) => KNOWN_WEBHOOK_SECRETS.has(secret))) return [];
  return [`${name} holds a key that everybody knows. Give the payment service and this variable a key of their own`];
}
