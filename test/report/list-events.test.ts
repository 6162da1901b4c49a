import { describe, expect, it } from 'vitest';
import {
  eventJsonSchema,
  eventLine,
  eventSchema,
  lastLines,
  runStartedEvent,
} from '../../src/report/events.ts';
import { type ListedProbe, listDocument, listJson, listText } from '../../src/report/list.ts';
import { expectGolden } from './golden.ts';
import { hostile, madeUp, rows } from './made-up.ts';

const probes: readonly ListedProbe[] = [
  {
    id: 'server.os',
    title: 'Windows Server 2016 or later',
    area: 'server',
    levels: { 'preview-2021': 'required', ga: 'required' },
    requirements: ['OS-01'],
    needs: [],
    uses: [],
    source: 'Prerequisites, On-premises 1',
  },
  {
    id: 'ldap.delta@Directory',
    title: 'Delta import',
    area: 'ldap',
    levels: { 'preview-2021': 'info', ga: 'not-applicable' },
    requirements: [],
    needs: ['ldap.bind@Directory'],
    uses: ['ldap.features@Directory'],
    source: 'Generic LDAP connector',
  },
];

describe('--list', () => {
  it('aligns its columns', () => {
    expectGolden('list.txt', listText(probes));
    const [head = '', first = '', second = ''] = listText(probes).split('\n');
    expect(first.indexOf('Windows')).toBe(head.indexOf('TITLE'));
    expect(second.indexOf('Generic')).toBe(head.indexOf('SOURCE'));
  });

  it('has a document with severity by profile', () => {
    expect(JSON.parse(listJson(probes))).toEqual(listDocument(probes));
    expect(listDocument(probes).probes[1]).toEqual({
      id: 'ldap.delta@Directory',
      title: 'Delta import',
      area: 'ldap',
      severity: { 'preview-2021': 'info', ga: 'not-applicable' },
      requirements: [],
      needs: ['ldap.bind@Directory'],
      uses: ['ldap.features@Directory'],
      source: 'Generic LDAP connector',
    });
  });
});

describe('--events', () => {
  const lines = [
    runStartedEvent(
      madeUp,
      rows.map(({ id }) => id),
    ),
    { type: 'attempt-started', at: madeUp.startedAt, id: 'server.os', attempt: 1 },
    {
      type: 'attempt-finished',
      at: madeUp.startedAt,
      id: 'server.os',
      attempt: 1,
      status: 'pass',
      message: hostile,
      durationMs: 3,
    },
  ] as const;

  it('is one JSON object a line, each fitting the schema', () => {
    for (const event of lines) {
      const line = eventLine(event);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(eventSchema.parse(JSON.parse(line))).toEqual(event);
    }
  });

  it('ends with run-finished and the report', () => {
    const [finished = '', report = '', end] = lastLines(madeUp).split('\n');
    expect(eventSchema.parse(JSON.parse(finished))).toMatchObject({
      type: 'run-finished',
      exitCode: 130,
      ready: false,
    });
    expect(JSON.parse(report)).toMatchObject({ schemaVersion: 1, exitCode: 130 });
    expect(end).toBe('');
  });

  it('has a JSON Schema with the four types', () => {
    const text = JSON.stringify(eventJsonSchema());
    for (const type of ['run-started', 'attempt-started', 'attempt-finished', 'run-finished'])
      expect(text).toContain(`"${type}"`);
  });
});
