import { describe, expect, it } from 'vitest';
import type { EcmaProbe } from '../../src/clients/environment.ts';
import { makePlan } from '../../src/engine/plan.ts';
import type { Level } from '../../src/engine/status.ts';
import { catalogue, probesFor } from '../../src/probes/index.ts';
import { requirements } from '../../src/requirements/index.ts';
import { defaultSettings } from '../../src/settings/default-settings.ts';
import { type Settings, settingsSchema } from '../../src/settings/schema.ts';

/** Ids by area, as the golden file has them. */
const listed = catalogue(defaultSettings).map(({ id }) => id);
const idsOf = (area: string): string[] => listed.filter((id) => id.startsWith(`${area}.`));
const idsAt = (area: string, name: string): string[] => idsOf(area).map((id) => `${id}@${name}`);
const onceOnly = ['server', 'network', 'tenant', 'host', 'attest'].flatMap(idsOf);

const ldap = { url: 'ldap://ldap.contoso.example:389', startTls: true };
const sql = { server: 'sql01.contoso.example', database: 'CONTOSO', table: 'dbo.Employees' };
const custom = 'C:\\connectors\\Contoso.Ticketing.dll';

const read = (given: unknown): Settings => settingsSchema.parse(given);
const connectors = (...list: unknown[]): Settings => read({ connectors: list });

const sites: readonly (readonly [string, Settings, readonly string[]])[] = [
  ['no .ecmarc', defaultSettings, ['connector.library']],
  [
    'a directory',
    connectors({ name: 'Directory', library: 'generic-ldap', target: { ldap } }),
    [...idsAt('connector', 'Directory'), ...idsAt('ldap', 'Directory')],
  ],
  [
    'a database',
    connectors({ name: 'HR', library: 'generic-sql', target: { sql } }),
    [...idsAt('connector', 'HR'), ...idsAt('sql', 'HR')],
  ],
  [
    'another engine',
    connectors({ name: 'HR', library: 'generic-sql', target: { sql: { ...sql, engine: 'other' } } }),
    [...idsAt('connector', 'HR'), ...idsAt('sql', 'HR')],
  ],
  [
    'a custom library with an address',
    connectors({ name: 'My App', library: custom, target: { tcp: 'api.contoso.example:443' } }),
    [...idsAt('connector', 'My App'), 'tcp.reach@My App'],
  ],
  [
    'a custom library with a directory',
    connectors({ name: 'Own', library: custom, target: { ldap } }),
    [...idsAt('connector', 'Own'), ...idsAt('ldap', 'Own')],
  ],
  [
    'generic-ldap without a target',
    connectors({ name: 'D', library: 'generic-ldap' }),
    [...idsAt('connector', 'D'), ...idsAt('ldap', 'D')],
  ],
  [
    'generic-sql without a target',
    connectors({ name: 'S', library: 'generic-sql' }),
    [...idsAt('connector', 'S'), ...idsAt('sql', 'S')],
  ],
  [
    'PowerShell without a target',
    connectors({ name: 'P', library: 'generic-powershell' }),
    [...idsAt('connector', 'P'), 'tcp.reach@P'],
  ],
  [
    'two connectors',
    connectors(
      { name: 'A', library: 'generic-ldap', target: { ldap } },
      { name: 'B', library: 'generic-sql', target: { sql } },
    ),
    [...idsAt('connector', 'A'), ...idsAt('ldap', 'A'), ...idsAt('connector', 'B'), ...idsAt('sql', 'B')],
  ],
];

describe.each(sites)('%s', (_name, settings, expected) => {
  const probes = probesFor(settings, { writeTest: false });

  it('has the rows of the contract, each once', () => {
    expect(probes.map(({ id }) => id).toSorted()).toEqual([...onceOnly, ...expected].toSorted());
  });

  it('has needs and uses that exist, and no circle among needs', () => {
    expect(() => makePlan(probes)).not.toThrow();
  });

  it('keeps the rows of an area and connector together', () => {
    const groups = probes.map(({ area, connector }) => `${area}@${connector ?? ''}`);
    const runs = groups.filter((group, index) => group !== groups[index - 1]);
    expect(runs).toEqual([...new Set(runs)]);
  });

  it('asks inside one connector only', () => {
    for (const { id, connector, needs, uses } of probes) {
      if (connector === undefined) continue;
      expect(id.endsWith(`@${connector}`)).toBe(true);
      const foreign = [...needs, ...uses].filter(
        (one) => one.includes('@') && !one.endsWith(`@${connector}`),
      );
      expect(foreign).toEqual([]);
    }
  });

  it('tells the titles of an area apart, in at most 30 ASCII characters', () => {
    const titles = probes.map(({ area, connector, title }) => `${area}@${connector ?? ''}: ${title}`);
    expect(titles).toHaveLength(new Set(titles).size);
    for (const { title } of probes) expect(title).toMatch(/^[\x20-\x7e]{1,30}$/);
  });

  it('lets the clock read every row that sees a Date over TLS', () => {
    const uses = probes.find(({ id }) => id === 'server.clock')?.uses ?? [];
    const wanted = probes
      .map(({ id }) => id)
      .filter((id) => /^(network\.sign-in|ldap\.tls@|sql\.login@)/.test(id));
    expect(uses).toEqual(expect.arrayContaining(wanted));
  });
});

describe('catalogue', () => {
  const probes = catalogue(defaultSettings);

  /** `npm run renew` writes the file anew. Ids are what acceptance and people's `--only` rely on: one never goes. */
  it('is as the golden file has it: ids, levels, needs, uses, requirements and title', async () => {
    await expect(asText(probes)).toMatchFileSnapshot('catalogue.golden.txt');
  });

  it('has a source and a deadline of a sensible length', () => {
    for (const { id, source, deadlineMs } of probes) {
      expect(source, id).not.toBe('');
      expect(deadlineMs, id).toBeGreaterThanOrEqual(1000);
      expect(deadlineMs, id).toBeLessThanOrEqual(120_000);
    }
  });

  it('names requirements that exist', () => {
    const known = new Set(requirements.map(({ id }) => id));
    const unknown = probes.flatMap(({ requirements: ids }) => ids).filter((id) => !known.has(id));
    expect(unknown).toEqual([]);
  });

  it('probes every requirement that decides, but for those that are background', () => {
    const background = [
      'CLD-08', // attributes of single users: text of the mapping
      'CLD-10', // the mapping in the portal
      'CLD-11', // the application in the portal
      'HOST-07', // shows as missing event logs
      'NET-08', // shows in the agent's own calls through the proxy
      'NET-13', // each row of the network says as whom it asked
    ];
    const probed = new Set(probes.flatMap(({ requirements: ids }) => ids));
    const bare = requirements
      .filter(({ levels }) => Object.values(levels).some((one) => one === 'required' || one === 'restricted'))
      .map(({ id }) => id)
      .filter((id) => !probed.has(id));
    expect(bare.toSorted()).toEqual(background);
  });

  it('has a probe or a word of its place for every requirement, and not both', () => {
    const probed = new Set(probes.flatMap(({ requirements: ids }) => ids));
    const placeless = requirements.filter(
      ({ id, background }) => probed.has(id) === (background !== undefined),
    );
    expect(placeless.map(({ id }) => id)).toEqual([]);
  });
});

const letters: Readonly<Record<Level, string>> = {
  required: 'R',
  restricted: 'X',
  recommended: 'C',
  info: 'I',
  'not-applicable': '-',
};

/** A line a probe: id, its level in both profiles, title, and below it what it needs, uses and answers. */
function asText(probes: readonly EcmaProbe[]): string {
  const list = (label: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [`    ${label} ${ids.join(' ')}`];
  return probes
    .flatMap(({ id, title, levels, needs, uses, requirements: answers }) => [
      `${id.padEnd(26)} ${letters[levels['preview-2021'] ?? 'info']} ${letters[levels.ga ?? 'info']}  ${title}`,
      ...list('needs', needs),
      ...list('uses', uses),
      ...list('answers', answers),
    ])
    .concat('')
    .join('\n');
}
