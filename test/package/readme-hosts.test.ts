import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { idMatcher } from '../../src/engine/glob.ts';
import type { Network, Platform } from '../../src/platform/types.ts';
import { tenantId } from '../beds/tenant-cloud.ts';
import { collectFacts, makeContext } from '../probes/context.ts';
import { makePublicWorld } from '../torture/public-world.ts';
import type { World } from '../torture/world.ts';

/** README's table of what is sent where, held against a run that meets every host of Microsoft's public cloud. */

interface Asked {
  readonly id: string;
  readonly host: string;
  /** None: its name alone was looked up. */
  readonly port?: number;
}

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const [table = ''] = /^\| to \|.*?\n\n/ms.exec(readme) ?? [];
const lines = table
  .split('\n')
  .slice(2, -2)
  .map((line) => line.split('|').slice(1, -1))
  .map(([to = '', port = '', what = '', , rows = '']) => ({
    to: namesIn(to),
    port,
    what,
    rows: namesIn(rows),
  }));

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

let world: World;
const asked: Asked[] = [];

beforeAll(async () => {
  world = await makePublicWorld();
  const facts: Record<string, Facts> = {};
  for (const probe of world.probes) {
    if (probe.work === undefined) continue;
    const platform = noting(world.platform, (one) => {
      // This server's own host (`host.answer`).
      if (one.host !== 'localhost') asked.push({ id: probe.id, ...one });
    });
    facts[probe.id] = await collectFacts(probe, makeContext({ ...world, platform, facts }));
  }
});

afterAll(() => world.stop());

function noting(platform: Platform, note: (one: Omit<Asked, 'id'>) => void): Platform {
  const { network } = platform;
  const names = new Map<string, string>();
  const noted: Network = {
    ...network,
    async lookup(host, signal) {
      const step = await network.lookup(host, signal);
      if (step.ok) for (const { address } of step.addresses) names.set(address, host);
      note({ host: host.replace(tenantId, 'GUID') });
      return step;
    },
    connect(to, signal) {
      const { address = '' } = to.addresses[0] ?? {};
      note({ host: (names.get(address) ?? address).replace(tenantId, 'GUID'), port: to.port });
      return network.connect(to, signal);
    },
  };
  return { ...platform, network: noted };
}

test('every host that is asked stands there, with its port and the row that asks', () => {
  const connected = asked.filter(({ port }) => port !== undefined);
  expect(connected.length).toBeGreaterThan(30);
  const unnamed = connected.filter(
    ({ id, host, port }) =>
      !lines.some(
        (line) => line.to.includes(host) && line.port.trim() === String(port) && idMatcher(line.rows)(id),
      ),
  );
  expect(unnamed).toEqual([]);
});

test('every name that is looked up stands there', () => {
  const [dns] = lines;
  const named = new Set([...lines.flatMap(({ to }) => to), ...namesIn(dns?.what ?? '')]);
  expect(asked.map(({ host }) => host)).toContain('wpad');
  expect(asked.filter(({ host }) => !named.has(host))).toEqual([]);
});

test('every host that stands there is asked', () => {
  const met = new Set(asked.map(({ host, port }) => `${host} ${port}`));
  const hosts = lines.flatMap(({ to, port }) =>
    to
      .filter((name) => /\.\w+$/.test(name) && port.trim() !== 'its own')
      .map((name) => `${name} ${port.trim()}`),
  );
  expect(hosts.length).toBeGreaterThan(20);
  expect(hosts.filter((host) => !met.has(host))).toEqual([]);
});
