import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { lastWords, runHelper } from '../processes/helper.ts';
import { type Say, timed } from '../progress.ts';

const COMMAND = 'apt-get update && apt-get install -y --no-install-recommends rabbitmq-server';
const POLICY = '/usr/sbin/policy-rc.d';
const MARK = '# storefront-backbone: the package must not start a system node';

type Installed = { ok: true } | { ok: false; reason: string; fix: string };

/** Debian and Ubuntu, as root: from the distribution. Others get the exact command to run. */
export async function installRabbitmq(say: Say): Promise<Installed> {
  if (!existsSync('/usr/bin/apt-get')) {
    return {
      ok: false,
      reason: 'RabbitMQ is not on this machine',
      fix: 'install rabbitmq-server (https://www.rabbitmq.com/docs/download), or set RABBITMQ_URL',
    };
  }
  if (process.getuid?.() !== 0) {
    return {
      ok: false,
      reason: 'RabbitMQ is not on this machine',
      fix: `sudo sh -c '${COMMAND}'   (or set RABBITMQ_URL)`,
    };
  }
  const undo = keepSystemNodeDown();
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const end = await timed(say, `RabbitMQ is not here: ${COMMAND}`, () => runHelper('sh', ['-c', COMMAND], { env }));
    return end.ok ? { ok: true } : { ok: false, reason: `apt-get failed: ${lastWords(end)}`, fix: COMMAND };
  } finally {
    undo();
  }
}

/** Debian's package starts a node by itself; a policy file (invoke-rc.d asks it) prevents that. One that is there already stays as it is. */
function keepSystemNodeDown(): () => void {
  if (existsSync(POLICY)) return () => {};
  writeFileSync(POLICY, `#!/bin/sh\n${MARK}\nexit 101\n`);
  chmodSync(POLICY, 0o755);
  return () => rmSync(POLICY, { force: true });
}
