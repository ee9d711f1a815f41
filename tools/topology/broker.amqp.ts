import { BrokerConnections } from '@app/messaging';

const CONNECT_MS = 30_000;

type Model = NonNullable<BrokerConnections['publishing']['model']>;

/** Works on one connection to the broker, which may still be starting. */
export async function onBroker<T>(url: string, work: (model: Model) => Promise<T>): Promise<T> {
  const connection = new BrokerConnections({ url, name: 'topology' });
  try {
    const model = await connection.publishing.whenUp(CONNECT_MS);
    if (!model) throw new Error(`no connection to the broker: ${connection.publishing.reason}`);
    return await work(model);
  } finally {
    await connection.close();
  }
}
