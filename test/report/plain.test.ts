import { describe, expect, it } from 'vitest';
import { duration, moment } from '../../src/base/phrases.ts';
import type { Status } from '../../src/engine/status.ts';
import { lookAgain } from '../../src/report/commands.ts';
import { countsLine } from '../../src/report/count-words.ts';
import { say } from '../../src/report/log-text.ts';
import { plainEnd, plainProblems, plainRow, plainSummary, writePlain } from '../../src/report/plain.ts';
import { writeTicketsText } from '../../src/report/ticket-text.ts';
import { comparedExitMeaning, exitMeaning } from '../../src/results/exit-code.ts';
import type { Row } from '../../src/results/row.ts';
import { allWell, madeUp, nothing, rows } from './made-up.ts';

const look = { ascii: false, color: false };

function rowOf(id: string): string {
  const row = rows.find((candidate) => candidate.id === id);
  return row === undefined ? '' : plainRow(row, look);
}

describe('plain lines', () => {
  it('say status, title, finding and id', () => {
    expect(rowOf('server.dotnet')).toBe(
      '× FAIL       .NET Framework 4.7.1 or later   4.6.2 found (Release 394802)  [server.dotnet]',
    );
    expect(rowOf('server.ntlm')).toContain('not chosen: not asked for');
  });

  it('have colour only when told, and then still the word', () => {
    const [, dotnet] = rows;
    if (dotnet === undefined) throw new Error('no row');
    const coloured = plainRow(dotnet, { ascii: true, color: true });
    expect(coloured).toContain('\u001b[91mx FAIL');
    expect(plainRow(dotnet, look)).not.toContain('\u001b');
  });

  it('say at each problem how to look again, and last which one comes first', () => {
    expect(plainProblems({ ...madeUp, rows }, look)).toMatch(/again: +ecma-doctor --only server\.dotnet\n/);
    const now = plainSummary(madeUp, look);
    expect(now).toContain('Next: settle ".NET Framework 4.7.1 or later", then look again at it alone:');
    const saved = plainSummary({ ...madeUp, readOnly: true }, look);
    expect(saved).toContain(` on ${madeUp.host.name}, then look again at it alone there:`);
    const file = plainSummary({ ...madeUp, readOnly: true, configPath: 'C:\\my reports\\r.json' }, look);
    expect(file).toContain('    ecma-doctor --from "C:\\my reports\\r.json" --report tickets.md\n');
  });

  it('have each command alone on its line', () => {
    expect(plainProblems({ ...madeUp, rows }, look).split('\n')).toContain(
      '        ndp48-x86-x64-allos-enu.exe /q /norestart',
    );
  });

  it('name problems once, and what waits for them beside them', () => {
    const text = plainProblems({ ...madeUp, rows }, look);
    expect(text.split('[server.dotnet]')).toHaveLength(2);
    expect(text).not.toContain('[ldap.bind@Directory]');
    expect(text).toMatch(/blocks: +Binds as the service account/);
  });

  it('put rows with one remedy together', () => {
    const text = plainProblems({ ...madeUp, rows }, look);
    expect(text.split('No tenant was named.')).toHaveLength(2);
    expect(text).toMatch(/\[tenant.exists\]\n.*\[tenant.licence\]/);
  });

  it('have no problems to tell when all is well', () => {
    expect(plainProblems(allWell, look)).toBe('');
    expect(plainEnd(allWell, look)).toMatch(/^READY\.\n/);
    expect(plainEnd(allWell, look)).not.toContain('Next:');
  });

  it('name few of many causes and probes: the exit code must not be lost below them', () => {
    const probes = Array.from({ length: 9 }, (_, i) => `p${i}`);
    const causes = Array.from({ length: 70 }, (_, i) => ({ id: `c${i}`, text: `reason ${i}`, probes }));
    const lines = plainSummary({ ...madeUp, causes }, look).split('\n');
    expect(lines.filter((line) => line.startsWith('Cause: '))).toHaveLength(8);
    expect(lines).toContain('Cause: reason 6 (p0, p1, p2, p3, p4 and 4 more)');
    expect(lines).toContain('Cause: 63 more, among the problems');
  });

  it('end with the exit code, the other profile and what to do next', () => {
    const text = plainSummary(madeUp, look);
    expect(text).toContain('judged as general availability: not ready');
    expect(text).toContain('Exit code 130: cancelled');
    expect(text).toContain('ecma-doctor --only server.dotnet');
    expect(plainSummary(nothing, look)).toContain('nothing was looked at');
  });

  it('count what the header of the screen counts', () => {
    const row = (id: string, status: Status, more: Partial<Row> = {}): Row => {
      const [first] = rows;
      if (first === undefined) throw new Error('no row');
      const { remedy: _, reason: __, ...bare } = first;
      return { ...bare, id, status, ...more };
    };
    const told = [
      row('network.dns', 'fail'),
      row('network.sign-in', 'fail'),
      row('tenant.exists', 'skipped', { reason: 'not-configured' }),
      row('ldap.write@D', 'skipped', { reason: 'not-allowed' }),
      row('server.clock', 'unknown'),
      row('tenant.type', 'blocked', { blockedBy: 'network.dns' }),
      row('server.memory', 'pass'),
    ];
    const causes = [{ id: 'dns', text: 'DNS', probes: ['network.dns', 'network.sign-in'] }];
    expect(plainSummary({ ...madeUp, rows: told, causes }, look)).toContain(
      'Counted: 2 FAIL, 1 unknown, 1 not set, 1 blocked, 1 pass, 1 skipped (1 not allowed)\n',
    );
    expect(plainSummary({ ...madeUp, rows: [row('a', 'pass')], causes: [] }, look)).toContain(
      'Counted: 1 pass\n',
    );
  });

  it('point to the questions when only settings are missing', () => {
    const unset = { ...madeUp, rows: rows.filter(({ area }) => area === 'tenant') };
    expect(plainSummary(unset, look)).toContain('ecma-doctor --init');
  });

  it('give build servers nothing to obey', () => {
    expect(say('a ##vso[task.complete] ##[error]')).toBe('a # #vso[task.complete] # #[error]');
    expect(say('::error::x\n  ::warning::y', true)).toBe(': :error::x\n  : :warning::y');
    expect(plainEnd(madeUp, look)).not.toMatch(/##(vso)?\[|^\s*::/m);
  });
});

describe('words', () => {
  it.each([
    [0, '0 ms'],
    [14.4, '14 ms'],
    [1234, '1.2 s'],
    [59_949, '59.9 s'],
    [59_990, '1 min 0 s'],
    [185_000, '3 min 5 s'],
  ])('%d ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it('tell a moment the same everywhere', () => {
    expect(moment('2026-11-24T08:52:19+01:00')).toBe('2026-11-24 07:52:19 UTC');
    expect(moment('yesterday')).toBe('yesterday');
  });

  it('count with singular and plural, skipped ones by reason', () => {
    expect(countsLine(rows)).toContain(
      '2 FAIL, 1 crashed, 1 timed out, 2 unknown, 1 confirm, 2 not set, 1 warn',
    );
    expect(countsLine(rows)).toContain('2 skipped (1 not chosen, 1 not allowed)');
  });

  it.each([
    [0, true, 'ready'],
    [0, false, '--fail-on never'],
    [1, false, 'not ready'],
    [1, true, 'warnings'],
    [3, false, 'crashed'],
    [130, false, 'cancelled'],
  ])('exit code %d, ready %s: %s', (code, ready, words) => {
    expect(exitMeaning(code, ready)).toContain(words);
  });

  it.each([
    [3, true, 'ready; not all that was asked for could be written'],
    [3, false, 'not ready, but --fail-on never was given; not all that was asked for could be written'],
    [1, false, 'not ready'],
  ])('exit code %d, ready %s, and a report is missing: %s', (exitCode, ready, words) => {
    expect(exitMeaning(exitCode, ready, '', true)).toBe(words);
    const compared = comparedExitMeaning({
      exitCode,
      ready,
      reach: '',
      notSeen: 0,
      isSpared: false,
      unwritten: true,
    });
    expect(compared.endsWith('could be written')).toBe(exitCode === 3);
  });

  it('quote ids with a space for a shell', () => {
    expect(lookAgain(['server.os', 'sql.table@HR db'], {})).toBe(
      'ecma-doctor --only "server.os,sql.table@HR db"',
    );
  });

  it('name the .ecmarc that was named, in every command', () => {
    const named = { ...madeUp, configPath: 'C:\\ecma\\.ecmarc', configNamed: true };
    const text = writePlain(named, look);
    expect(text).toContain('ecma-doctor --config C:\\ecma\\.ecmarc --only server.dotnet\n');
    expect(text).toContain('ecma-doctor --config C:\\ecma\\.ecmarc --report tickets.md\n');
    expect(writeTicketsText(named)).toContain(
      'ecma-doctor --config C:\\ecma\\.ecmarc --only server.dotnet\n',
    );
    expect(writePlain({ ...named, configNamed: false }, look)).not.toContain('--config C');
  });

  it('offer tickets only where one would be written', () => {
    const [row] = rows.filter(({ id }) => id === 'server.os');
    if (row === undefined) throw new Error('no row');
    const bare = { ...row, status: 'cancelled' as const, message: 'cancelled' };
    const { remedy: _remedy, ...cancelled } = bare;
    const text = plainSummary({ ...madeUp, rows: [cancelled] }, look);
    expect(text).toContain('ecma-doctor --only server.os\n');
    expect(text).not.toContain('tickets.md');
  });
});
