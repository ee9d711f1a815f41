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

  private async put(path: string, body: object): Promise<void> {
    const { origin } = new URL(this.url);
    const answer = await fetch(origin + path, {
      method: 'PUT',
      headers: { authorization: this.authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status === 401) throw new Error(REFUSED);
    if (!answer.ok) throw new Error(`PUT ${path}: ${answer.status} ${await answer.text()}`);
  }
}
