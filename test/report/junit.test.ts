import { describe, expect, it } from 'vitest';
import { writeJunit } from '../../src/report/junit.ts';
import { allWell, madeUp, nothing } from './made-up.ts';
import { type Element, readXml } from './xml.ts';

/** What Jenkins reads: xunit-plugin, junit-10.xsd, as far as it concerns what is written here. */
const shape: Readonly<
  Record<
    string,
    { children: readonly string[]; required: readonly string[]; optional: readonly string[]; text: boolean }
  >
> = {
  testsuites: {
    children: ['testsuite'],
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'errors'],
    text: false,
  },
  testsuite: {
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    text: false,
  },
  properties: { children: ['property'], required: [], optional: [], text: false },
  property: { children: [], required: ['name', 'value'], optional: [], text: false },
  testcase: {
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    text: false,
  },
  failure: { children: [], required: [], optional: ['type', 'message'], text: true },
  error: { children: [], required: [], optional: ['type', 'message'], text: true },
  skipped: { children: [], required: [], optional: ['type', 'message'], text: true },
  'system-out': { children: [], required: [], optional: [], text: true },
};

function faults(element: Element, path: string): string[] {
  const rule = shape[element.name];
  const at = `${path}/${element.name}`;
  if (rule === undefined) return [`${at}: not known`];
  const given = Object.keys(element.attributes);
  return [
    ...rule.required.filter((name) => !given.includes(name)).map((name) => `${at}: no ${name}`),
    ...given
      .filter((name) => ![...rule.required, ...rule.optional].includes(name))
      .map((name) => `${at}: ${name}?`),
    ...(!rule.text && element.text.trim() !== '' ? [`${at}: text ${element.text}`] : []),
    // SUREFIRE_TIME
    ...('time' in element.attributes && !/^[0-9,]*(\.[0-9]*)?$/.test(element.attributes.time ?? '')
      ? [`${at}: time`]
      : []),
    ...element.children.flatMap((child) =>
      rule.children.includes(child.name) ? faults(child, at) : [`${at}: holds ${child.name}`],
    ),
  ];
}

const root = readXml(writeJunit(madeUp));
const cases = root.children.flatMap((suite) => suite.children.filter(({ name }) => name === 'testcase'));

function resultOf(id: string): Element | undefined {
  return cases.find(({ attributes }) => attributes.name?.startsWith(`${id}: `))?.children[0];
}

describe('JUnit', () => {
  it.each([
    ['a cancelled run with every status', madeUp],
    ['a run where all is well', allWell],
    ['a run of nothing', nothing],
  ])('has the shape that Jenkins reads: %s', (_what, input) => {
    expect(faults(readXml(writeJunit(input)), '')).toEqual([]);
  });

  it('has characters that XML allows only', () => {
    // XML 1.0, production 2, Char
    const allowed = (code: number): boolean =>
      code === 0xa ||
      (code >= 0x20 && code <= 0xd7ff) ||
      (code >= 0xe000 && code <= 0xfffd) ||
      code >= 0x10000;
    expect([...writeJunit(madeUp)].filter((character) => !allowed(character.codePointAt(0) ?? 0))).toEqual(
      [],
    );
  });

  it('is a suite an area and a case a probe', () => {
    expect(root.children.map(({ attributes }) => attributes.name)).toEqual([
      'server',
      'network',
      'ldap',
      'sql',
      'tenant',
      'attest',
    ]);
    expect(cases).toHaveLength(madeUp.rows.length);
    expect(new Set(cases.map(({ attributes }) => `${attributes.classname} ${attributes.name}`)).size).toBe(
      cases.length,
    );
  });

  it.each([
    ['server.os', 'system-out', undefined],
    ['server.memory', 'system-out', undefined],
    ['attest.not-a-source', 'system-out', undefined],
    ['server.dotnet', 'failure', 'fail'],
    ['network.proxy', 'failure', 'unknown'],
    ['network.revocation', 'skipped', 'unknown'],
    ['server.clock', 'skipped', 'crashed'],
    ['network.sign-in', 'error', 'timed-out'],
    ['sql.login@HR db', 'error', 'cancelled'],
    ['ldap.bind@Directory', 'skipped', 'blocked'],
    ['ldap.write@Directory', 'skipped', 'not-allowed'],
    ['tenant.exists', 'failure', 'not-configured'],
    ['attest.test-data', 'failure', 'manual'],
    ['sql.rights@HR db', 'skipped', 'waived'],
    ['sql.anchor@HR db', 'error', 'pending'],
    ['sql.table@HR db', 'error', 'running'],
  ])('%s is %s (%s)', (id, name, type) => {
    const result = resultOf(id);
    expect(result?.name).toBe(name);
    expect(result?.attributes.type).toBe(type);
  });

  it('counts what it holds', () => {
    for (const suite of root.children) {
      const results = suite.children.flatMap(({ children }) => children.map(({ name }) => name));
      const count = (name: string): string => String(results.filter((result) => result === name).length);
      expect(suite.attributes).toMatchObject({
        failures: count('failure'),
        errors: count('error'),
        skipped: count('skipped'),
      });
    }
    const sum = (name: string): number =>
      root.children.reduce((all, suite) => all + Number(suite.attributes[name]), 0);
    expect(root.attributes).toMatchObject({
      tests: String(sum('tests')),
      failures: String(sum('failures')),
      errors: String(sum('errors')),
    });
  });

  it('gives hostile text back as it was, but for what was removed', () => {
    expect(resultOf('ldap.server-kind@Directory')?.attributes.message).toContain('<script>alert(1)</script>');
  });
});
