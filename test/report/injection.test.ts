import { describe, expect, it } from 'vitest';
import { annotationsOf, azureLine, githubLine } from '../../src/report/annotations.ts';
import { eventOfRun } from '../../src/report/event-log.ts';
import { lastLines } from '../../src/report/events.ts';
import { formats } from '../../src/report/formats.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { writePlain } from '../../src/report/plain.ts';
import { madeUp } from './made-up.ts';

/** What a peer may say so that whoever reads it obeys. */
const payloads = {
  'Azure Pipelines': '##vso[task.setvariable variable=PATH]x',
  'Azure Pipelines, in capitals': '##VSO[task.complete result=Succeeded;]DONE',
  'Azure Pipelines, a section': '##[group]owned',
  TeamCity: "##teamcity[buildStatus status='SUCCESS']",
  'GitHub Actions': '::set-output name=a::b',
  'GitHub Actions, an old one': '::add-path::/tmp/evil',
  'a new line first': 'x\n::error::y\r::error::z\u2028::error::w',
  'hidden by what nobody sees': '#\u200b#vso[task.complete]x :\u2060:error::y',
  'hidden by a control': '#\u0007#[error]x \u001b[0m::error::y',
  'a screen cleared': '\u001b[2J\u001b[H\u001bc',
  'a window named': '\u001b]0;owned\u0007\u001b]2;x\u001b\\',
  'a clipboard filled': '\u001b]52;c;ZXZpbA==\u0007',
  'a link that is another': '\u001b]8;;https://evil.example\u0007good\u001b]8;;\u0007',
  C1: '\u009b31m\u009d0;x\u009c\u0090q\u009c\u0085',
  reordered: '\u202egnp.exe\u202c \u2066x\u2069 \u200f',
  'not seen': 'ad\u200bmin \u{e0041}\u{e0042} \u00ad\ufeff\u2063',
  'half a character': '\ud800 \udc00',
} as const;

const formulas = [
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1+1',
  '\r=1+1',
  '\uff1d1+1',
  ' =1',
  '%0A=1',
  '"=1',
  "'=1",
];

/** Every text of a run that comes from outside replaced by this one. */
function filledWith(text: string): ReportInput {
  const fill = <T>(value: T, key = ''): T => {
    if (typeof value === 'string') return (own.has(key) || isTime(value) ? value : text) as T;
    if (Array.isArray(value)) return value.map((one: unknown) => fill(one, key)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner, name)])) as T;
  };
  return fill(madeUp);
}

/** Members whose texts are the program's own. */
const own: ReadonlySet<string> = new Set([
  'id',
  'area',
  'status',
  'reason',
  'level',
  'severity',
  'owner',
  'profile',
  'version',
  'kind',
  'blockedBy',
  'probes',
  'requirements',
  'judged',
  'outcome',
  'readyReach',
]);

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(text);
}

const lines: readonly { readonly name: string; write(input: ReportInput): string }[] = [
  ...formats.map(({ suggested, write }) => ({ name: suggested, write })),
  { name: 'plain', write: (input) => writePlain(input, { ascii: false, color: false }) },
  { name: 'plain, ASCII', write: (input) => writePlain(input, { ascii: true, color: false }) },
  { name: '--events', write: lastLines },
  { name: 'event log', write: (input) => eventOfRun(input).texts.join('\n') },
];

/** What leads a terminal, or a reader of it. */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2063\u2066-\u206f\ufeff]|[\u{e0000}-\u{e0fff}]|\p{Cs}/u;
/** What a build server obeys in what a step says. */
const command = /##\w*\[|^\s*::/m;

/** To wrap a line just before a command is what a peer would try. */
const widths = Array.from({ length: 130 }, (_, at) => at);

describe.each(lines)('$name', ({ name, write }) => {
  it.each(Object.entries(payloads))('obeys nobody: %s', (_, payload) => {
    for (const input of [filledWith(payload), filledWith(`${payload} `.repeat(40))]) {
      const text = write(input).replaceAll('\r\n', '\n');
      // Word joiners of Markdown are ours: behind one a name calls nobody.
      expect(text.match(unsafe)?.[0]).toBeUndefined();
      if (/^(?:plain|event|--events)|json$/.test(name)) expect(text.match(command)?.[0]).toBeUndefined();
    }
  });

  it('obeys nobody who knows where its lines are wrapped', () => {
    if (!/^(?:plain|event|--events)|json$/.test(name)) return;
    for (const width of widths)
      for (const payload of ['::error::x', '##vso[x]y', '##[x]'])
        expect(write(filledWith(`${'a'.repeat(width)} ${payload}`)).match(command)?.[0]).toBeUndefined();
  });
});

describe('annotations', () => {
  it.each(Object.entries(payloads))('are one line each: %s', (_, payload) => {
    const input = filledWith(payload);
    for (const one of annotationsOf(input)) {
      expect(githubLine(one).slice(2, -1)).not.toMatch(/[\r\n]|^::/);
      expect(azureLine(one).slice(6, -1)).not.toMatch(/[\r\n]|##\w*\[/);
      for (const text of [githubLine(one), azureLine(one)])
        expect(text.slice(0, -1).match(unsafe)?.[0]).toBeUndefined();
    }
  });
});

describe('a spreadsheet', () => {
  const csv = formats.find(({ name }) => name === 'csv');
  it.each(formulas)('takes %j for text', (formula) => {
    const cells = csv?.write(filledWith(formula)).split('\n')[1] ?? '';
    for (const cell of cells.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [])
      expect(cell.replace(/^"/, '')).toMatch(/^(?:'|[\w#]|""|%|\[)/);
    expect(cells).not.toMatch(/(?:^|,)"?\s*[=+\-@\uff1d]/);
  });

  /** As Excel and Python's csv read a line: a quote that does not begin a cell is a letter. */
  function cellsBy(separator: string, line: string): readonly string[] {
    const cells = [''];
    let quoted = false;
    for (let at = 0; at < line.length; at += 1) {
      const [sign = '', next] = [line[at], line[at + 1]];
      const cell = cells.at(-1) ?? '';
      const begins = cell === '' && (at === 0 || line[at - 1] === separator);
      if (quoted && sign === '"' && next === '"') at += 1;
      else if (sign === '"' && (quoted || begins)) {
        quoted = !quoted;
        continue;
      } else if (sign === separator && !quoted) {
        cells.push('');
        continue;
      }
      cells[cells.length - 1] = cell + sign;
    }
    return cells;
  }

  it.each(formulas)('takes %j for text, also where a list separator is no comma', (formula) => {
    for (const text of [
      `a;${formula};b`,
      `a; ${formula}`,
      `a\t${formula}`,
      `a;"${formula}";`,
      `;;${formula}`,
    ]) {
      const line = csv?.write(filledWith(text)).split('\n')[1] ?? '';
      for (const separator of [',', ';', '\t'])
        for (const cell of cellsBy(separator, line))
          expect(cell, `${separator} ${line}`).not.toMatch(/^\s*[=+\-@\uff1d%|]/);
    }
  });

  it.each(['a;b', 'Server=x;Port=1', 'a; b', 'x - y; z'])('is given %j as it stands', (text) => {
    expect(csv?.write(filledWith(text))).toContain(`"${text}",`);
  });
});
