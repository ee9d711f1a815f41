import { describe, expect, it } from '@jest/globals';
import { APPS, configOf } from '../deploy/app-config.ts';
import { exampleEnv, read, resolved } from '../deploy/compose-file.ts';

const compose = resolved(exampleEnv);
const sections = new Map(
  read('docs/configuration.md')
    .split(/^## /m)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);

/** variable → default, as the table says. */
const documented = (app: string) =>
  Object.fromEntries(
    [...(sections.get(app) ?? '').matchAll(/^\| `(\w+)` \| `?([^`|]*?)`? \|/gm)].map((row) => row.slice(1, 3)),
  );

/** variable → default, as the code says: started with what is required and nothing else. */
async function actual(app: string) {
  const parse = await configOf(app);
  const table = documented(app);
  const required = Object.keys(table).filter((name) => table[name] === 'required');
  const given = compose.services[app]?.environment ?? {};
  const config = parse(Object.fromEntries(required.map((name) => [name, given[name]])));
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      if (required.includes(name)) return [name, 'required'];
      return [name, value === undefined || String(value) === '' ? 'none' : String(value)];
    }),
  );
}

describe('docs/configuration.md names every variable with its default', () => {
  it.each(APPS)('%s', async (app) => {
    expect(documented(app)).toEqual(await actual(app));
  });

  it.each(APPS)('%s does not start without what is marked as required', async (app) => {
    const parse = await configOf(app);
    const required = Object.entries(documented(app)).filter(([, value]) => value === 'required');
    for (const [name] of required) expect(() => parse({})).toThrow(`${name} is missing`);
  });
});
