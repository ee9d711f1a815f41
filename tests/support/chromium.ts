import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { runHelper } from '../../stack/processes/helper.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const COMMAND = 'apt-get update && apt-get install -y --no-install-recommends chromium';
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

/** A real Chromium, without a window. Where there is none, root on Debian or Ubuntu gets the distribution's; everybody else is told how. */
export async function startChromium(): Promise<Browser> {
  const executablePath = PLACES.find(existsSync) ?? (await install());
  return chromium.launch({ executablePath, args: ARGS });
}

async function install(): Promise<string> {
  const hint = `this spec needs Chromium: ${COMMAND}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(`${hint} (with sudo)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { ok, said } = await runHelper('sh', ['-c', COMMAND], { env });
  const path = PLACES.find(existsSync);
  if (!ok || !path) throw new Error(`${hint}; it failed: ${said}`);
  return path;
}
