import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf } from '../../../stack/folders.ts';
import { runHelper } from '../../../stack/processes/helper.ts';
import { startChromium } from '../../support/chromium.ts';
import type { Ended } from '../throwaway-copy.ts';

/** As GitHub draws them; not in package.json, since it is needed for nothing else and has a hundred packages of its own. */
const MERMAID = 'mermaid@12.3.0';

/** Has Mermaid itself draw a diagram in a browser. */
export async function draw(text: string): Promise<Ended> {
  const script = await mermaidScript();
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    await page.setContent('<div id="here"></div>');
    await page.addScriptTag({ content: readFileSync(script, 'utf8') });
    const said = await page.evaluate(`(async () => {
      try {
        mermaid.initialize({ startOnLoad: false, suppressErrorRendering: true });
        const { svg } = await mermaid.render('drawn', ${JSON.stringify(text)});
        return svg.startsWith('<svg') ? '' : 'no picture came of it';
      } catch (error) {
        return String(error.message ?? error);
      }
    })()`);
    return { ok: said === '', said: String(said) };
  } finally {
    await browser.close();
  }
}

/** The one file of the package that a browser reads, unpacked below `.stack/cache`. */
async function mermaidScript(): Promise<string> {
  const cache = join(foldersOf('.stack').cache, MERMAID);
  const file = join(cache, 'package/dist/mermaid.min.js');
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const line = `tar -xzf "$(npm pack --silent ${MERMAID})" package/dist/mermaid.min.js && rm *.tgz`;
  const { ok, said } = await runHelper('sh', ['-c', line], { cwd: cache });
  if (!ok) throw new Error(`needs ${MERMAID} of npm: ${said}`);
  return file;
}
