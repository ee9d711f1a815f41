// npm run screenshots: the pictures of README, from the shop that runs (npm start). Needs Chromium.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { report, StackError } from '../stack/failure.ts';
import { CLONE } from '../stack/folders.ts';
import { gatewayUrl } from './shop/gateway.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FOLDER = join(CLONE, 'docs', 'images');
const WHILE_IT_SELLS_MS = 1_500;

async function main(): Promise<void> {
  const executablePath = PLACES.find(existsSync);
  if (!executablePath) throw new StackError('there is no Chromium on this machine', 'apt-get install chromium');
  mkdirSync(FOLDER, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1_120, height: 1_000 } });
      await page.goto(gatewayUrl());
      await page.getByText('live', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Sell 500 of 100' }).click();
      await sleep(WHILE_IT_SELLS_MS);
      const path = join(FOLDER, `live-page-${colorScheme}.png`);
      await page.screenshot({ path });
      console.log(`wrote ${path.slice(CLONE.length + 1)}`);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

await main().catch((error) => {
  report(error);
  process.exitCode = 1;
});
