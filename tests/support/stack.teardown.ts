import { running } from './stack.setup.ts';

export default async function stopShop(): Promise<void> {
  const shop = running.storefrontShop;
  if (!shop) return;
  await shop.stack.stop();
  shop.orders.close();
}
