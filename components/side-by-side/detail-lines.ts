import { age } from '../../src/base/phrases.ts';
import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { profileName } from '../../src/results/names.ts';
import { profileWord } from '../../src/results/readiness.ts';
import { rowCounts } from '../../src/results/row-counts.ts';
import type { Side } from '../../src/results/side-by-side/likeness.ts';
import type { ComparedRow, ComparedServer } from '../../src/results/side-by-side/server-comparison.ts';
import {
  type SideFact,
  sharedRemedies,
  sharedValues,
  sideFacts,
  sideState,
} from '../../src/results/side-by-side/side-facts.ts';
import { toneOf } from '../../src/results/status-words.ts';
import { type DetailContext, joinBlocks, stepLines } from '../detail/detail-lines.ts';
import { labelledLines, labelWidth } from '../detail/labelled-lines.ts';
import { type StyledLine, styled } from '../text/styled-text.ts';
import { pad, wrapText } from '../text/text-width.ts';
import type { Tone } from '../theme/theme.ts';

/** The body of the page of one check on all servers, or of one server. Nothing in it is cut. */
export function detailLines(row: DoctorRow, context: DetailContext): StyledLine[] {
  const { compared, server } = row;
  if (server !== undefined) return serverLines(server, context);
  const servers = context.view.compared?.servers ?? [];
  return compared === undefined ? [] : checkLines(row, compared, servers, context);
}

/** A server's column in fewer cells is harder to read than a line. */
const leastCell = 24;

function checkLines(
  row: DoctorRow,
  compared: ComparedRow,
  servers: readonly ComparedServer[],
  context: DetailContext,
): StyledLine[] {
  const { width, ellipsis } = context;
  const facts = sideFacts(
    compared,
    servers.map(({ host }) => host.name),
  );
  const cell = Math.floor((width - labelWidth - 1) / servers.length);
  const inColumns = cell >= leastCell;
  const comparison = inColumns
    ? besideLines(compared, facts, servers, { cell, ellipsis, width })
    : belowLines(compared, facts, servers, width);
  const source = [row.source, row.requirements.join(' ')].filter((text) => text !== '').join('  ');
  return joinBlocks(
    comparison,
    ...sharedRemedies(compared, servers).map(({ remedy, labels }) => [
      ...(labels.length === servers.length ? [] : labelledLines('On', [labels.join(', ')], 'strong', width)),
      ...labelledLines('Why', [remedy.why], 'plain', width),
      ...stepLines(remedy, context),
      ...remedy.links.flatMap((link, i) => labelledLines(i === 0 ? 'More' : '', [link], 'quiet', width)),
    ]),
    source === '' ? [] : labelledLines('Source', [source], 'quiet', width),
  );
}

interface Beside {
  readonly cell: number;
  readonly ellipsis: string;
  readonly width: number;
}

/** A column a server. */
function besideLines(
  row: ComparedRow,
  facts: readonly SideFact[],
  servers: readonly ComparedServer[],
  { cell, ellipsis, width }: Beside,
): StyledLine[] {
  const columns = (
    name: string,
    texts: readonly (readonly string[])[],
    tones: readonly Tone[],
  ): StyledLine[] => {
    const height = Math.max(...texts.map((lines) => lines.length));
    return Array.from({ length: height }, (_, y) => [
      styled(` ${y === 0 ? name : ''}`.padEnd(labelWidth), 'area'),
      ...texts.map((lines, x) => ({
        text: x === texts.length - 1 ? (lines[y] ?? '') : pad(lines[y] ?? '', cell, ellipsis),
        tone: tones[x] ?? 'plain',
      })),
    ]);
  };
  const inCells = (texts: readonly string[]): readonly (readonly string[])[] =>
    texts.map((text) => wrapText(text, cell - 2));
  return joinBlocks(
    [
      ...columns(
        '',
        inCells(names(servers)),
        servers.map(() => 'strong' as const),
      ),
      ...columns('State', inCells(row.sides.map(sideState)), row.sides.map(sideTone)),
    ],
    facts.flatMap(({ label, values, same }) => {
      if (same) return sameLines(label, values[0], width);
      const texts = inCells(values.map((value) => value ?? '-'));
      const tones = values.map((value): Tone => (value === undefined ? 'quiet' : 'plain'));
      const own = named(label);
      // A long label stands on a line of its own.
      return own.length < labelWidth - 1
        ? columns(own, texts, tones)
        : [...labelledLines('', [label], 'quiet', width), ...columns('', texts, tones)];
    }),
  );
}

/** A line for each value, with the servers that have it. */
function belowLines(
  row: ComparedRow,
  facts: readonly SideFact[],
  servers: readonly ComparedServer[],
  width: number,
): StyledLine[] {
  const states = grouped(row.sides.map(sideState), servers).flatMap(({ value, where }, i) => {
    const side = row.sides.find((each) => sideState(each) === value);
    return labelledLines(i === 0 ? 'State' : '', [`${where}: ${value}`], sideTone(side), width);
  });
  return joinBlocks(
    states,
    ...facts.map(({ label, values, same }) => {
      if (same) return sameLines(label, values[0], width);
      const own = named(label);
      const fits = own.length < labelWidth - 1;
      return [
        ...(fits ? [] : labelledLines('', [label], 'quiet', width)),
        ...grouped(values, servers).flatMap(({ value, where }, i) =>
          labelledLines(i === 0 && fits ? own : '', [`${where}: ${value}`], 'plain', width),
        ),
      ];
    }),
  );
}

/** Names that are told one by one; a larger group is "the other 8", and comes last. */
const mostNames = 3;

function grouped(
  values: readonly (string | undefined)[],
  servers: readonly ComparedServer[],
): readonly { readonly value: string; readonly where: string }[] {
  const groups = sharedValues(values, servers).toSorted(
    (one, other) => one.labels.length - other.labels.length,
  );
  return groups.map(({ value, labels }, index) => {
    const others = labels.length > mostNames && groups.length > 1 && index === groups.length - 1;
    return { value, where: others ? `the other ${labels.length}` : labels.join(', ') };
  });
}

function sameLines(label: string, value: string | undefined, width: number): StyledLine[] {
  const own = named(label);
  return own.length < labelWidth - 1
    ? labelledLines(own, [`${value ?? '-'}`], 'quiet', width)
    : labelledLines('', [`${label}: ${value ?? '-'}`], 'quiet', width);
}

/** Our own labels as the single report's page writes them. */
function named(label: string): string {
  return ['found', 'seen', 'expected', 'answer'].includes(label)
    ? label.charAt(0).toUpperCase() + label.slice(1)
    : label;
}

function names(servers: readonly ComparedServer[]): readonly string[] {
  return servers.map(({ label }, index) => `${index + 1} ${label}`);
}

function sideTone(side: Side): Tone {
  return side === undefined ? 'quiet' : toneOf(side.status);
}

function serverLines(server: ComparedServer, { view, width, now }: DetailContext): StyledLine[] {
  const { host, unknown, savedProfile, version } = server;
  const counted = rowCounts(server.rows.filter(({ reason }) => reason !== 'not-chosen')).map(
    ({ text }) => text,
  );
  const line = (name: string, text: string, tone: Tone = 'plain') => labelledLines(name, [text], tone, width);
  return joinBlocks(
    [
      ...line('In short', server.words, server.ready ? 'good' : 'bad'),
      ...line('Counted', counted.join(', ')),
      ...othersOf(view, server).flatMap((text) => line('Also', text)),
    ],
    [
      ...line('Host', `${host.name}, ${host.os} (${host.platform})`),
      ...line('Looked', `${server.startedAt} (${age(server.finishedAt, now)} old)`),
      ...line('File', server.file),
      ...line('Made by', `version ${version}, judged by ${savedProfile} then`),
      ...(unknown.length === 0
        ? []
        : line('Unknown', `${unknown.join(', ')}: checks that this version does not know`)),
    ],
    [
      ...line('Alone', 'This report by itself:'),
      ...line('', `ecma-doctor --from ${quoted(server.file)}`, 'command'),
    ],
  );
}

function othersOf(view: DoctorView, server: ComparedServer): readonly string[] {
  const word = profileWord(server, view.otherProfile);
  const name = profileName(view.otherProfile);
  return [/^(not )?ready$/.test(word) ? `${word} for ${name}` : `${word}, by ${name}`];
}

function quoted(file: string): string {
  return /^[\w./\\:@-]+$/.test(file) ? file : `"${file}"`;
}
