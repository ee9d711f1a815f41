// `npm run -s token`: a bearer token for development, as the gateway checks it (same variables, same defaults).
import { parseArgs } from 'node:util';
import { SignJWT } from 'jose';
import { DEVELOPMENT_TOKEN } from '../apps/gateway/src/http/auth/development-token.ts';

const USAGE = `npm run -s token -- --role admin|buyer [--subject <name>] [--expires <time>]

Prints a JWT that a gateway started with the same JWT_SECRET, JWT_ISSUER and JWT_AUDIENCE accepts.

  --role      admin (all calls) or buyer (buying and reading)
  --subject   whose token it is (default: the role)
  --expires   how long it is valid: 15m, 1h, 7d … (default: 1h)`;

function fail(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}

function options() {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', short: 'h' } as const;
    return parseArgs({ options: { role: text, subject: text, expires: text, help: flag } }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function sign(role: string, subject: string, expires: string): Promise<string> {
  const { JWT_SECRET, JWT_ISSUER, JWT_AUDIENCE } = process.env;
  return new SignJWT({ role })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject)
    .setIssuer(JWT_ISSUER || DEVELOPMENT_TOKEN.issuer)
    .setAudience(JWT_AUDIENCE || DEVELOPMENT_TOKEN.audience)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(JWT_SECRET || DEVELOPMENT_TOKEN.secret));
}

const { role, subject, expires = '1h', help } = options();
if (help) {
  console.log(USAGE);
} else if (role !== 'admin' && role !== 'buyer') {
  fail(role === undefined ? '--role is missing: admin or buyer' : `--role is ${role}: it must be admin or buyer`);
} else if (!/^\d+ ?(s|m|h|d|w)$/.test(expires)) {
  fail(`--expires is ${expires}: it must be a number with s, m, h, d or w, for example 1h`);
} else {
  console.log(await sign(role, subject || role, expires));
}
