import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { APPS, configOf } from './app-config.ts';
import { type ComposeService, exampleEnv, read, resolved, root, variables, written } from './compose-file.ts';

const compose = resolved(exampleEnv);
const services = Object.entries(compose.services).map(([name, service]) => ({ name, service }));
const each = (test: (service: ComposeService, name: string) => void) => {
  for (const { name, service } of services) test(service, name);
};

/** What has run or is healthy before `name` starts. */
const before = (name: string): string[] =>
  Object.keys(compose.services[name]?.depends_on ?? {}).flatMap((earlier) => [earlier, ...before(earlier)]);

/** Read by the logger of every service, whatever else its configuration knows. */
const COMMON = ['NODE_ENV', 'LOG_LEVEL'];

describe('cp .env.example .env && docker compose up -d --build', () => {
  it.each(APPS)('%s gets an environment that its configuration accepts, and knows each variable', async (app) => {
    const environment = compose.services[app]?.environment ?? {};
    const config = (await configOf(app))(environment);
    expect([...Object.keys(config), ...COMMON]).toEqual(expect.arrayContaining(Object.keys(environment)));
  });

  it.each(APPS)('%s is known as svc_%s', (app) => {
    expect(compose.services[app]?.container_name).toBe(`svc_${app}`);
  });

  it('opens ports on this machine only, each once', () => {
    const ports = services.flatMap(({ service }) => service.ports ?? []);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length);
    expect(ports).toEqual(
      expect.arrayContaining(
        ['3000', '50051', '50052', '50053', '9101', '9102', '9103', '9104', '9200', '5672', '15672', '8081'].map(
          (port) => `127.0.0.1:${port}:${port}`,
        ),
      ),
    );
  });

  it('starts nothing before the settings have been looked at, each of .env.example but the ports', () => {
    for (const { name } of services) {
      if (name !== 'settings')
        expect({ name, before: before(name) }).toMatchObject({ before: expect.arrayContaining(['settings']) });
    }
    const settings = Object.keys(exampleEnv).filter((name) => !name.endsWith('_PORT'));
    expect(Object.keys(compose.services.settings?.environment ?? {}).sort()).toEqual(settings.sort());
  });

  it('waits for health: whoever depends on a service that runs waits until it is healthy', () => {
    each((service) => {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const target = compose.services[name];
        expect(condition).toBe(target?.restart === 'no' ? 'service_completed_successfully' : 'service_healthy');
      }
    });
  });

  it('checks the health of everything that stays, and restarts it', () => {
    each((service, name) => {
      if (['settings', 'migrate', 'topology'].includes(name)) return expect(service.restart).toBe('no');
      expect({ name, restart: service.restart }).toEqual({ name, restart: 'unless-stopped' });
      // Images of others, behind a profile, bring a check of their own or need none.
      if (!service.profiles) expect(service.healthcheck?.test[0]).toMatch(/^CMD/);
    });
  });

  it('asks for health without starting a program that is heavier than what it asks', () => {
    each((service, name) => {
      const [, program] = service.healthcheck?.test ?? [];
      expect({ name, program }).not.toMatchObject({ program: expect.stringMatching(/^(node|mongosh|rabbitmq)/) });
    });
  });

  it('bounds memory and processor of everything', () => {
    each((service, name) => {
      expect({ name, memory: service.mem_limit }).toEqual({ name, memory: expect.stringMatching(/^\d+[mg]$/) });
      expect(Number(service.cpus)).toBeGreaterThan(0);
    });
  });

  it('shuts every process of ours in: no capability, no new privilege, a root that cannot be written', () => {
    each((service) => {
      if (!service.build) return;
      expect(service.cap_drop).toEqual(['ALL']);
      expect(service.security_opt).toContain('no-new-privileges:true');
      expect(service.read_only).toBe(true);
    });
  });

  it('keeps the databases in a network without a way out, which the gateway is not in', () => {
    expect(compose.networks.data).toEqual({ internal: true });
    for (const name of ['postgres', 'mongodb']) expect(compose.services[name]?.networks).toEqual(['data']);
    expect(compose.services.gateway?.networks).not.toContain('data');
    for (const { networks, network_mode } of Object.values(compose.services))
      expect(networks?.length || network_mode === 'none').toBeTruthy();
  });

  it('gives a service longer to stop than it takes to drain, and an init that passes the signal on', () => {
    for (const app of APPS) {
      expect(Number.parseInt(compose.services[app]?.stop_grace_period ?? '', 10)).toBeGreaterThan(20);
      expect(compose.services[app]?.init).toBe(true);
    }
  });

  it('pins every image to a line of versions', () => {
    const images = services.flatMap(({ service }) => service.image ?? []);
    expect(images.length).toBeGreaterThanOrEqual(4);
    for (const image of images) expect(image).toMatch(/^([a-z.-]+\/)*[a-z-]+:v?\d+(\.\d+)*(-[a-z]+)?$/);
  });

  it('keeps the data of every engine in a named volume', () => {
    const used = services.flatMap(({ service }) => service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
    expect(used.filter((volume) => /^[a-z]/.test(volume)).sort()).toEqual(Object.keys(compose.volumes).sort());
    for (const file of used.filter((volume) => volume.startsWith('./')))
      expect(existsSync(join(root, file))).toBe(true);
  });
});

describe('secrets', () => {
  it('are not in docker-compose.yml: passwords, keys and logins come from .env', () => {
    const settings = Object.values(written.services).flatMap((service) => Object.entries(service.environment ?? {}));
    for (const [name, value] of settings) {
      if (/PASS|SECRET|JWT/.test(name))
        expect({ name, value }).toEqual({ name, value: expect.stringMatching(/^\$\{/) });
      const bare = value.replaceAll(/\$\{[^}]*\}/g, '');
      expect(bare).not.toMatch(/:\/\/[^/@]*:[^/@]+@/);
    }
  });

  it('give each service its own database user', () => {
    const users = services.flatMap(({ service }) =>
      Object.values(service.environment ?? {}).flatMap(
        (value) =>
          value
            .match(/^(?:postgres|mongodb):\/\/(\w+):.*\/(\w+)$/)
            ?.slice(1, 3)
            .join('@') ?? [],
      ),
    );
    expect([...new Set(users)].sort()).toEqual([
      'analytics@analytics_db',
      'inventory@inventory_db',
      'notifications@notifications_db',
      'orders@orders_db',
    ]);
  });
});

describe('.env.example', () => {
  const example = read('.env.example');
  const named = new Set([...example.matchAll(/^#?([A-Z0-9_]+)=/gm)].map((match) => match[1] ?? ''));

  it('names exactly the variables that docker-compose.yml reads', () => {
    expect([...named].sort()).toEqual([...variables().keys()].sort());
  });

  it('without it compose stops and says which file to copy', () => {
    expect(() => resolved({})).toThrow(/run cp \.env\.example \.env/);
  });
});
