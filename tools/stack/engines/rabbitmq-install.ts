import { spawn } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';

const COMMAND = 'apt-get update && apt-get install -y --no-install-recommends rabbitmq-server';
const POLICY = '/usr/sbin/policy-rc.d';
const MARK = '# storefront-backbone: the package must not start a system node';

type Installed = { ok: true } | { ok: false; reason: string; fix: string };

/** Debian and Ubuntu, as root: from the distribution. Everybody else is told the exact command. */
export async function installRabbitmq(say: (line: string) => void): Promise<Installed> {
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
  say(`RabbitMQ is not here: ${COMMAND}`);
  const undo = keepSystemNodeDown();
  try {
    const said = await shell(COMMAND);
    return said.code === 0 ? { ok: true } : { ok: false, reason: `apt-get failed: ${said.tail}`, fix: COMMAND };
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

function shell(command: string): Promise<{ code: number | null; tail: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const keep = (chunk: Buffer) => {
      said = (said + chunk).slice(-2_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ code: null, tail: error.message }));
    child.once('close', (code) => resolve({ code, tail: said.trim().split('\n').slice(-2).join(' / ') }));
  });
}
