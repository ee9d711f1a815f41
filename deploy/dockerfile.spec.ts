import { describe, expect, it } from '@jest/globals';
import { read, written } from './compose-file.ts';

const dockerfile = read('Dockerfile');
const manifest = JSON.parse(read('package.json'));
const stages = new Map(
  dockerfile
    .split(/^FROM /m)
    .slice(1)
    .map((stage) => [stage.match(/ AS ([\w-]+)/)?.[1], stage]),
);

describe('Dockerfile', () => {
  it('runs the Node that package.json pins', () => {
    const [, version] = dockerfile.match(/^ARG NODE_IMAGE=node:([\d.]+)-bookworm-slim$/m) ?? [];
    const pinned = Object.entries(manifest.optionalDependencies).filter(([name]) => name.startsWith('node-'));
    expect(pinned.length).toBeGreaterThan(0);
    expect(new Set(pinned.map(([, of]) => of))).toEqual(new Set([version]));
  });

  it('has every target that compose builds, each with a command in exec form', () => {
    const targets = Object.values(written.services).flatMap((service) => service.build?.target ?? []);
    expect(targets).toHaveLength(9);
    for (const target of targets) {
      expect(stages.get(target)).toMatch(/^runtime AS /);
      expect(stages.get(target)).toMatch(/^CMD \["node", /m);
    }
  });

  it('is not root and says how it is', () => {
    expect(stages.get('runtime')).toMatch(/^USER node$/m);
    expect(stages.get('runtime')).toMatch(/^HEALTHCHECK .* CMD \["bash", "deploy\/healthcheck\.sh"\]$/m);
  });

  it('installs what the lock file says, without devDependencies and install scripts', () => {
    expect(stages.get('dependencies')).toMatch(/npm ci --omit=dev --omit=optional --ignore-scripts/);
    expect(dockerfile).not.toMatch(/npm (install|i)\b/);
  });

  it('holds in each image the one program that it runs', () => {
    for (const service of Object.values(written.services)) {
      const stage = stages.get(service.build?.target) ?? '';
      const [, program] = stage.match(/"(dist\/(?:apps|tools)\/[\w-]+)\//) ?? [];
      if (service.build) expect(stage).toContain(`COPY --from=build /app/${program} ${program}\n`);
    }
  });

  it('compiles every tool that an image runs, and the plugin of the compiler', () => {
    const build = stages.get('build') ?? '';
    const run = [...dockerfile.matchAll(/^COPY --from=build \/app\/dist\/(tools\/[\w-]+) /gm)].map(
      ([, tool = '']) => tool,
    );
    expect(run.length).toBeGreaterThanOrEqual(3);
    for (const tool of [...run, 'tools/build']) expect(build).toContain(`COPY ${tool} ${tool}\n`);
  });

  it('copies only what .dockerignore lets through', () => {
    const allowed = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map((match) => match[1]);
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      (match) => match[1]?.split(' ') ?? [],
    );
    for (const path of copied) expect(allowed).toContain(allowed.includes(path) ? path : path.split('/')[0]);
  });
});
