import { describe, expect, it } from 'vitest';
import { formats } from '../../src/report/formats.ts';
import type { ReportInput } from '../../src/report/input.ts';
import type { Replacement } from '../../src/report/name-kind.ts';
import { learnNames, redact } from '../../src/report/redact.ts';
import { redactPath } from '../../src/report/report-file-names.ts';
import { madeUp } from './made-up.ts';

/** The report of a host in a file, as `--from` opens it. */
function savedIn(configPath: string, host = 'VM0231', message = 'x'): ReportInput {
  const [first] = madeUp.rows;
  const answer = { by: 'SYSTEM', at: madeUp.startedAt, where: configPath };
  return {
    ...madeUp,
    readOnly: true,
    host: { ...madeUp.host, name: host },
    configPath,
    settings: null,
    causes: [],
    notices: [],
    words: message,
    rows:
      first === undefined
        ? []
        : [{ ...first, message, evidence: [], attempts: [], facts: { usable: true }, answer }],
  };
}

const told = [
  ['ecma-doctor-reports/hr-linz.adatum.example.json', 'ecma-doctor-reports/host-1.domain-1.example.json'],
  ['C:\\reports\\HR-LINZ.corp.adatum.energy.json', 'C:\\reports\\host-1.domain-1.example.json'],
  ['Adatum/Kunden/hrsrv7.json', 'folder-1/folder-2/host-1.json'],
  ['linz.json', 'host-1.json'],
  ['adatum.linz.json', 'host-1.json'],
  ['VM0231.json', 'host-1.json'],
  ['monday-vm0231-2.json', 'monday-host-1-2.json'],
  ['report-hr_linz-2026-11-30T0200Z.json', 'report-host-1-2026-11-30T0200Z.json'],
  ['10.77.1.5.json', '192.0.2.1.json'],
  ['10-77-1-5.json', 'host-1.json'],
  ['\\\\filer77\\audit$\\hrsrv7.json', '\\\\host-2\\folder-1\\host-1.json'],
  ['/home/klaus7/linz hr.json', '/home/user-1/host-1.json'],
  // Words of everybody's.
  ['report.json', 'report.json'],
  ['out/2026-11-30/last.json', 'out/2026-11-30/last.json'],
  ['/dev/fd/63', '/dev/fd/63'],
] as const;

describe('the file of a saved report', () => {
  it.each(told)('%s is told as %s, in every format', (path, expected) => {
    const { input } = redact(savedIn(path), []);
    expect(input.configPath).toBe(expected);
    expect(input.rows[0]?.answer?.where).toBe(expected);
    for (const { write, name } of formats)
      expect(write(input), name).not.toMatch(/linz|adatum|kunden|hrsrv7|vm0231|klaus7|filer77|77.1.5/i);
    expect(redact(input, []).input.configPath).toBe(expected);
  });

  it.each([
    [
      'hr-linz.adatum.example.json',
      'hr-linz answers, as hr-linz.adatum.example',
      'host-1 answers, as host-1.domain-1.example',
    ],
    ['hrsrv7.json', 'HRSRV7 answers', 'host-1 answers'],
    ['linz.json', 'linz is a town', 'linz is a town'],
  ])('what names the host in %s is replaced in texts where it is unlike a word', (path, text, expected) => {
    expect(redact(savedIn(path, 'VM0231', text), []).input.rows[0]?.message).toBe(expected);
  });

  it('of several is told by its own host, also where two hosts have one name', () => {
    const reports = [
      savedIn('Zurich/hr-linz.adatum.example.json'),
      savedIn('Zurich/hr-graz.adatum.example.json'),
      savedIn('Zurich/wien.json', 'SRV9'),
      savedIn('Lucerne/srv9.json', 'SRV9'),
    ];
    const known = reports.reduce<readonly Replacement[]>((list, each) => learnNames(each, list), []);
    expect(reports.map(({ configPath = '' }) => redactPath(configPath, known))).toEqual([
      'folder-1/host-1.domain-1.example.json',
      'folder-1/host-2.domain-1.example.json',
      'folder-1/host-3.json',
      'folder-2/host-3.json',
    ]);
    const { input, replaced } = redact(reports[2] ?? savedIn('x'), known);
    expect(input).toMatchObject({ host: { name: 'host-3' }, configPath: 'folder-1/host-3.json' });
    expect(replaced).toBe(known);
  });

  it('of a run is .ecmarc, whose folders keep what is no name', () => {
    const run = { ...savedIn('C:\\ecma\\audit\\.ecmarc'), readOnly: false };
    expect(redact(run, []).input.configPath).toBe('C:\\ecma\\audit\\.ecmarc');
  });
});
