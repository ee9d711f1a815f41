import { BrokerConnections } from '@app/messaging';

const CONNECT_MS = 30_000;

type Model = NonNullable<BrokerConnections['publishing']['model']>;
type Channel = Awaited<ReturnType<Model['createChannel']>>;

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

/** Works on a channel of its own. */
export async function withChannel(url: string, work: (channel: Channel) => Promise<unknown>): Promise<void> {
  await onBroker(url, async (model) => {
    const channel = await model.createChannel();
    channel.on('error', () => {});
    await work(channel);
    await channel.close();
  });
}
