import type { Addresses } from '../addresses.ts';
import { StackError } from '../failure.ts';

interface Login {
  /** Its password as well: the broker listens on 127.0.0.1 only. */
  user: string;
  configure: string;
  write: string;
  read: string;
}

const NOTHING = '^$';
const publisher = (user: string): Login => ({ user, configure: NOTHING, write: '^(shop\\.events)$', read: NOTHING });
const worker = (user: string): Login => ({
  user,
  configure: NOTHING,
  write: '^(shop\\.retry|shop\\.dlx)$',
  read: `^${user}\\.[a-z_]+$`,
});

/** A login for each service, with the least rights; a spec compares them with what `npm run topology -- permissions` prints. */
export const LOGINS: readonly Login[] = [
  {
    user: 'operator',
    configure: '^(shop\\.|analytics\\.|notifications\\.|amq\\.gen)',
    write: '^(shop\\.|analytics\\.|notifications\\.|amq\\.gen|amq\\.default$)',
    read: '^(shop\\.|analytics\\.|notifications\\.|amq\\.gen|amq\\.rabbitmq\\.event$)',
  },
  publisher('gateway'),
  publisher('orders'),
  worker('analytics'),
  worker('notifications'),
];

/** Creates the logins in the broker of this stack, or gives them their rights again. `guest` stays for people at its UI. */
export async function ensureLogins(uiPort: number): Promise<void> {
  for (const { user, ...permissions } of LOGINS) {
    await put(uiPort, `/api/users/${user}`, { password: user, tags: '' });
    await put(uiPort, `/api/permissions/%2F/${user}`, permissions);
  }
}

async function put(uiPort: number, path: string, body: object): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${uiPort}${path}`, {
    method: 'PUT',
    headers: { authorization: `Basic ${btoa('guest:guest')}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.ok) return;
  throw new StackError(
    `RabbitMQ refuses ${path}: ${answer.status}`,
    'npm start -- --fresh   (begins with an empty broker)',
  );
}

/** The broker's URL for a worker or a publisher. An external broker is used with the login that was given. */
export function brokerOf({ external, rabbitmq }: Addresses, user: string): Record<string, string> {
  if (external.rabbitmq) return { RABBITMQ_URL: rabbitmq };
  return { RABBITMQ_URL: loginTo(rabbitmq, user), RABBITMQ_TOPOLOGY: 'check' };
}

/** As `brokerOf`, with the login of an operator beside it. */
export function brokerWithOperator(addresses: Addresses, user: string): Record<string, string> {
  const broker = brokerOf(addresses, user);
  if (addresses.external.rabbitmq) return broker;
  return { ...broker, RABBITMQ_OPERATOR_URL: loginTo(addresses.rabbitmq, 'operator') };
}

function loginTo(url: string, user: string): string {
  const parsed = new URL(url);
  Object.assign(parsed, { username: user, password: user });
  return parsed.href;
}
