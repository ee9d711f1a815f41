import type { Addresses } from '../addresses.ts';
import type { ComponentSpec } from '../component.ts';
import { type Folders, logFile } from '../folders.ts';
import type { Say } from '../progress.ts';
import { findMongodb } from './mongodb.ts';
import { findPostgres } from './postgres.ts';
import { findRabbitmq } from './rabbitmq.ts';

/** The three engines, in the form that the supervisor knows: find (install, build, create what is missing), then start, ready, stop by their parts. */
export function engineSpecs(folders: Folders, { ports }: Addresses, say: Say): ComponentSpec[] {
  const engine = (name: string, port: number, find: ComponentSpec['find']): ComponentSpec => ({
    name,
    kind: 'engine',
    port,
    needs: [],
    log: logFile(folders, name),
    find,
  });
  return [
    engine('postgres', ports.postgres, () => findPostgres(folders, ports.postgres)),
    engine('rabbitmq', ports.rabbitmq, () =>
      findRabbitmq(
        folders,
        { amqp: ports.rabbitmq, ui: ports.rabbitmqUi, epmd: ports.epmd, distribution: ports.distribution },
        say,
      ),
    ),
    engine('mongodb', ports.mongodb, () =>
      findMongodb(folders, { mongodb: ports.mongodb, cluster: ports.mongodbCluster }, say),
    ),
  ];
}
