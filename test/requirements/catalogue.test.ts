import { describe, expect, it } from 'vitest';
import { type RequirementId, requirement, requirements, sourceOf } from '../../src/requirements/index.ts';

/** `OS 1-11` is OS-01 to OS-11. */
const ranges: readonly (readonly [prefix: string, last: number])[] = [
  ['OS', 11],
  ['NETFX', 3],
  ['PS', 2],
  ['TLS', 5],
  ['NET', 13],
  ['HOST', 28],
  ['CON', 18],
  ['TGT', 2],
  ['LDAP', 23],
  ['SQL', 20],
  ['CLD', 12],
  ['ERR', 24],
  ['WS', 2],
  ['PSC', 3],
];
const expectedIds = [
  ...ranges.flatMap(([prefix, last]) =>
    Array.from({ length: last }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`),
  ),
  'NET-04g',
  'NET-04c',
];

/** All texts in a value, with where they stand. */
function texts(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [path, key] as const,
    ...texts(member, `${path}.${key}`),
  ]);
}

describe('requirements', () => {
  it('has every requirement once', () => {
    expect(requirements.map(({ id }) => id).toSorted()).toEqual(expectedIds.toSorted());
  });

  it.each(requirements.map((one) => [one.id, one] as const))(
    '%s is a plain sentence with a source',
    (id, one) => {
      expect(one.id).toBe(id);
      expect(one.statement).toMatch(/^\S.*\.$/);
      expect(one.statement.length).toBeLessThan(160);
      expect(one.source.title).toMatch(/, .+/);
      for (const source of [one.source, ...(one.also ?? []), ...Object.values(one.valuesFrom ?? {})]) {
        expect(source.page).toMatch(/^\S+(?:: \S|#\d)/);
        expect(source.date).toMatch(/^(?:\d{4}(?:-\d\d){0,2}|undated)$/);
      }
      for (const value of Object.keys(one.valuesFrom ?? {}))
        expect(Object.keys(one.values ?? {})).toContain(value);
      expect(Object.keys(one.levels).toSorted()).toEqual(['ga', 'preview-2021']);
    },
  );

  it('says what is unconfirmed exactly where something is', () => {
    const wrong = requirements.filter(({ confirmed, note }) => confirmed !== (note === undefined));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('is ASCII throughout', () => {
    const odd = requirements
      .flatMap((one) => texts(one, one.id))
      .filter(([, text]) => /[^\x20-\x7e]/.test(text));
    expect(odd).toEqual([]);
  });

  it('knows no requirement that neither release states', () => {
    const idle = requirements.filter(({ levels }) =>
      Object.values(levels).every((one) => one === 'not-applicable'),
    );
    expect(idle).toEqual([]);
  });

  it('points from each known error to a requirement that exists', () => {
    const ids = new Set(requirements.map(({ id }) => id));
    const errors = requirements.filter(({ id }) => id.startsWith('ERR-'));
    const dangling = errors.filter(({ values }) => !ids.has(String(values?.see)));
    expect(errors).toHaveLength(24);
    expect(dangling).toEqual([]);
  });
});

describe('exact values', () => {
  it('types values by id', () => {
    const release: number = requirement('NETFX-01').values.release;
    expect(release).toBe(461_308);
    expect(requirement('NETFX-02').values.release).toBe(461_808);
    expect(requirement('OS-01').values.build).toBe(14_393);
    expect(requirement('OS-03').values.bytes).toBe(3 * 1024 ** 3);
    expect(requirement('OS-03').values.visibleBytes).toBe(Math.floor(2.9 * 1024 ** 3));
    expect(requirement('OS-04').values.bytes).toBe(4 * 1024 ** 3);
  });

  it('has the version ladder in order, each step once', () => {
    const releases = requirement('NETFX-02').values.ladder.map(({ release }) => release);
    expect(releases).toEqual([...new Set(releases)].toSorted((a, b) => a - b));
    const known = new Map(
      requirement('NETFX-02').values.ladder.map(({ version, release }) => [version, release]),
    );
    expect(known.get('4.7.1')).toBe(requirement('NETFX-01').values.release);
    expect(known.get('4.7.2')).toBe(requirement('NETFX-02').values.release);
  });

  it('blocks 37 countries in the preview, Britain not among them, none both blocked and unclear', () => {
    const { blocked, unclear } = requirement('CLD-02').values;
    const codes = Object.values(blocked).flat();
    expect(new Set(codes).size).toBe(37);
    expect(codes).toHaveLength(37);
    expect(codes).not.toContain('GB');
    expect(codes.filter((code) => unclear.includes(code))).toEqual([]);
    for (const code of [...codes, ...unclear]) expect(code).toMatch(/^[A-Z]{2}$/);
  });

  it('has well-formed identifiers', () => {
    const { servicePlans, products, deviceProducts } = requirement('CLD-01').values;
    const { roles } = requirement('CLD-06').values;
    const guids = [servicePlans, products, deviceProducts, roles].flatMap((one) => Object.values(one));
    for (const guid of guids) expect(guid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(new Set(guids).size).toBe(guids.length);
    const oids = requirements
      .flatMap((one) => texts(one.values, one.id))
      .filter(([, text]) => /^\d+(\.\d+){6,}$/.test(text));
    expect(oids.map(([, oid]) => oid)).toContain('1.2.840.113556.1.4.1851');
    expect(oids.length).toBeGreaterThan(9);
  });

  it('names sources in words, each document once', () => {
    const ids: readonly RequirementId[] = ['NETFX-01', 'OS-01', 'NETFX-02'];
    expect(sourceOf(ids)).toBe(
      'Prerequisites for the Azure AD ECMA Connector Host, 28 May 2021, On-premises pre-requisites; ' +
        'Provisioning users into SQL based applications, Microsoft Entra documentation, On-premises prerequisites',
    );
  });
});
