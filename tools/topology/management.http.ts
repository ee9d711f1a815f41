import type { Permissions } from '@app/messaging';

const REFUSED =
  'the broker refuses this login. It keeps the password of its first start in its volume: "A password was changed" in docs/operations.md';

/** RabbitMQ's management API, with the login of an AMQP URL. */
export class Management {
  private readonly url: string;
  private readonly authorization: string;

  constructor(url: string, amqpUrl: string) {
    this.url = url;
    const { username, password } = new URL(amqpUrl);
    const login = `${decodeURIComponent(username) || 'guest'}:${decodeURIComponent(password) || 'guest'}`;
    this.authorization = `Basic ${Buffer.from(login).toString('base64')}`;
  }

  /** Creates the user or changes its password. No tag: it cannot use the management itself. */
  async putUser(name: string, password: string): Promise<void> {
    await this.put(`/api/users/${encodeURIComponent(name)}`, { password, tags: '' });
  }

  async putPermissions(vhost: string, user: string, permissions: Permissions): Promise<void> {
    await this.put(`/api/permissions/${encodeURIComponent(vhost)}/${encodeURIComponent(user)}`, permissions);
  }

  /** The names of a vhost's exchanges. */
  async exchanges(vhost: string): Promise<string[]> {
    const answer = await this.call('GET', `/api/exchanges/${encodeURIComponent(vhost)}`);
    return ((await answer.json()) as { name: string }[]).map(({ name }) => name);
  }

  private async put(path: string, body: object): Promise<void> {
    await this.call('PUT', path, JSON.stringify(body));
  }

  private async call(method: string, path: string, body?: string): Promise<Response> {
    const headers = { authorization: this.authorization, 'content-type': 'application/json' };
    const answer = await fetch(new URL(this.url).origin + path, { method, headers, ...(body && { body }) });
    if (answer.status === 401) throw new Error(REFUSED);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
