import { join } from 'node:path';
import { credentials, loadPackageDefinition, type ServiceClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { readEndpoints } from '../../stack/endpoints.ts';
import { StackError } from '../../stack/failure.ts';
import { CLONE, foldersOf } from '../../stack/folders.ts';
import { audited } from './audit.ts';

const MARGIN_MS = 60_000;
const DEADLINE_MS = 120_000;

/** Has inventory put the events of that time into its outbox again; the gateway publishes them. @returns the exit code */
export async function requeue(after: Date, until: Date): Promise<number> {
  const range = { from: new Date(after.getTime() - MARGIN_MS).toISOString(), to: until.toISOString() };
  const address = inventoryAddress();
  const requeued = await audited(
    'requeue',
    range,
    () => ask(address, range),
    (events) => ({ requeued: events }),
  );
  console.log(`${requeued} events come again`);
  return 0;
}

function inventoryAddress(): string {
  const address = process.env.INVENTORY_GRPC_URL ?? readEndpoints(foldersOf('.stack'))?.inventory_grpc;
  if (address) return address;
  throw new StackError(
    'no stack runs in this clone, and INVENTORY_GRPC_URL is not set',
    'npm start   (in another terminal)',
  );
}

function ask(address: string, range: { from: string; to: string }): Promise<number> {
  const definition = loadPackageDefinition(loadSync(join(CLONE, 'protos/inventory.proto'), { keepCase: true }));
  const { SaleOutbox } = definition.inventory as unknown as Record<'SaleOutbox', ServiceClientConstructor>;
  const client = new SaleOutbox(address, credentials.createInsecure());
  return new Promise((resolve, reject) =>
    client.RequeueEvents?.(
      range,
      { deadline: Date.now() + DEADLINE_MS },
      (error: ServiceError | null, answer: { requeued?: number }) => {
        client.close();
        if (error) reject(new StackError(`inventory at ${address}: ${error.details}`, 'npm run stack -- status'));
        else resolve(answer.requeued ?? 0);
      },
    ),
  );
}
