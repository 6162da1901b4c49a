import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../src/report/input.ts';
import { block, code, codeCell, inline, link } from '../../src/report/markdown-text.ts';
import { ticketText, writeTicketsMarkdown, writeTicketsText } from '../../src/report/ticket-text.ts';
import { ticketsOf } from '../../src/report/tickets.ts';
import type { Row } from '../../src/results/row.ts';
import { allWell, hostile, madeUp } from './made-up.ts';

const tickets = ticketsOf(madeUp);
const ticket = (owner: string) => tickets.find((candidate) => candidate.owner === owner);

describe('tickets', () => {
  it('are one for each owner who has something to do', () => {
    expect(tickets.map(({ owner }) => owner)).toEqual(['network', 'server', 'directory']);
  });

  it('hold only their owner’s steps, and name who else is needed', () => {
    const texts = tickets.map((each) => each.items.flatMap(({ steps }) => steps.map(({ text }) => text)));
    expect(texts[0]).toEqual(Array(2).fill('Allow srv-ecma01 to login.microsoftonline.com, port 443'));
    expect(texts[1]).not.toContain('Press r');
    expect(texts[1]).toContain('Or name the proxy in .ecmarc');
    expect(ticket('network')?.items[0]?.alsoNeeded).toEqual(['server administrator']);
  });

  it('give what is missing in .ecmarc to the person at the server, once', () => {
    const items = ticket('server')?.items.filter(({ why }) => why === 'No tenant was named.') ?? [];
    expect(items).toHaveLength(1);
    expect(items[0]?.verify).toBe('ecma-doctor --only "tenant.exists,tenant.licence"');
  });

  it('say expected, found, evidence, command and how to verify', () => {
    const server = ticket('server');
    const text = server === undefined ? '' : ticketText(server);
    for (const line of [
      'Subject: ECMA Connector Host on SRV-ECMA01: 4 items for the server administrator',
      '1. .NET Framework 4.7.1 or later: FAIL, 4.6.2 found (Release 394802)',
      '   expected: Release 461308 or more: version 4.7.1',
      '   found: Release 394802: version 4.6.2',
      '       ndp48-x86-x64-allos-enu.exe /q /norestart',
      '       ecma-doctor --only server.dotnet',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('tell what waits for it', () => {
    expect(ticket('directory')?.items[0]?.blocks).toEqual(['Binds as the service account']);
  });

  it('say so when there is nothing to do', () => {
    for (const text of [writeTicketsText(allWell), writeTicketsMarkdown(allWell)]) {
      expect(text).toContain('\nNobody has anything to do.\n');
      expect(text).toMatch(/^(# )?READY/);
    }
  });

  const [row] = madeUp.rows;
  if (row === undefined) throw new Error('no row');
  const { remedy: _remedy, ...like } = row;
  const chosen: Row = { ...like, id: 'z', level: 'required', status: 'skipped', reason: 'not-chosen' };
  const root: Row = { ...like, id: 'root', title: 'Root', status: 'waived', message: 'later' };
  const echo: Row = { ...like, id: 'echo', title: 'Echo', status: 'blocked', blockedBy: 'root' };
  const not = { ready: false, exitCode: 1, words: 'Not ready: 1 blocked by Root: later.', causes: [] };
  const ready = { ready: true, exitCode: 0, words: 'Ready.', causes: [] };

  it.each<[string, Partial<ReportInput>, readonly (string | RegExp)[]]>([
    [
      'a waived root that a row waits for',
      { ...not, rows: [root, echo] },
      [
        /NOT READY/,
        /Set aside/,
        /Open, and no text for it/,
        /later: Root/,
        /whoever runs ecma-doctor, 2 rows/,
      ],
    ],
    [
      'out of time, and no fix is known',
      { ...not, exitCode: 3, rows: [{ ...like, id: 'root', status: 'timed-out' }] },
      [/NOT READY/, /Exit code:? 3/, /Open, and no text for it/, 'root'],
    ],
    [
      'cancelled',
      { ...not, exitCode: 130, words: 'Cancelled.', rows: [{ ...like, id: 'root', status: 'cancelled' }] },
      [/NOT READY/, /Cancelled/, /Exit code:? 130/, /Open, and no text for it/],
    ],
    [
      'nothing ran',
      { ...not, exitCode: 3, words: 'Not ready.', rows: [] },
      [/NOT READY/, /What is to be done is not known yet/],
    ],
    [
      'a part',
      { ...ready, words: 'Ready for the chosen probes.', rows: [{ ...like, status: 'pass' }, chosen] },
      [/READY for the chosen probes/, /Nobody has anything to do for the chosen probes\./],
    ],
    [
      'all set aside',
      { ...ready, words: 'Ready, with 1 row set aside: Root.', rows: [root] },
      [/READY/, /Set aside/, 'root', /Nobody has anything to do, 1 set aside\./],
    ],
  ])('never say more than is known: %s', (_, more, wanted) => {
    const input: ReportInput = { ...madeUp, notices: [], ...more };
    for (const text of [writeTicketsText(input), writeTicketsMarkdown(input)]) {
      const said = text.replaceAll('\\', '');
      for (const words of wanted) expect(said).toMatch(words);
      expect(/Nobody has anything to do/.test(said)).toBe(input.ready);
    }
  });

  it('tell beside them what stands in none of them', () => {
    const text = writeTicketsText({ ...madeUp, rows: [...madeUp.rows, root, echo] });
    const open = text.slice(text.indexOf('Open, and no text for it:'), text.indexOf('Subject:'));
    expect(open).toMatch(/later: Root, whoever runs ecma-doctor, 2 rows {2}\[root\]/);
    expect(open).not.toContain('server.dotnet');
  });
});

describe('inline Markdown', () => {
  it.each([
    ['<b> [x](y) `z` *a* _b_ a|b', '\\<b> \\[x\\](y) \\`z\\` \\*a\\* \\_b\\_ a\\|b'],
    ['# title', '\\# title'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['see https://evil.example', 'see https\\://evil.example'],
    ['www.evil.example', 'www\\.evil.example'],
    ['@everyone, mail a@b', '@\u2060everyone, mail a@b'],
    ['fixes #12', 'fixes #\u206012'],
    ['plain (words), 4.7.1', 'plain (words), 4.7.1'],
  ])('%s', (given, expected) => {
    expect(inline(given)).toBe(expected);
  });

  it('keeps to one line', () => {
    expect(inline(`a\n\n# b\r\n${hostile}`)).not.toContain('\n');
  });
});

describe('code in Markdown', () => {
  it.each([
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['a\nb', '`a b`'],
    [' ', '(empty)'],
  ])('%j', (given, expected) => {
    expect(code(given)).toBe(expected);
  });

  it('has a fence longer than any run inside, however many there are', () => {
    expect(code('` '.repeat(200_000))).toMatch(/^`` /);
    expect(block('```\nx', '  ')).toBe('  ````\n  ```\n  x\n  ````');
  });

  it('ends no cell and makes no link of what is none', () => {
    expect(codeCell('a|b')).toBe('`a\\|b`');
    expect(link('https://learn.microsoft.com/a')).toBe('<https://learn.microsoft.com/a>');
    expect(link('javascript:alert(1)')).toBe('`javascript:alert(1)`');
    expect(link('https://a> <b')).toBe('`https://a> <b`');
  });
});
