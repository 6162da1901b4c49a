import { profileName } from '../../results/names.ts';
import { readyWord } from '../../results/readiness.ts';
import { notSeenWords } from '../../results/side-by-side/cautions.ts';
import type { Side } from '../../results/side-by-side/likeness.ts';
import type {
  ComparedRow,
  ComparedServer,
  ComparisonReport,
  ServerNotSeen,
} from '../../results/side-by-side/server-comparison.ts';
import { sideFinding, sideState } from '../../results/side-by-side/side-facts.ts';
import { badge, definitions, page, remedyOf, text } from '../html-parts.ts';
import { pageStyle } from '../html-style.ts';
import { type Content, type Markup, markup } from '../markup.ts';
import { type DetailFact, type DetailFix, type RowDetails, rowDetails } from './row-details.ts';
import {
  ageOf,
  comparedHeading,
  exitWords,
  type Group,
  groupsOf,
  readyLine,
  serverCount,
  serverVerdict,
} from './server-words.ts';

/** A column a server: the first two are no narrower than the others, and many scroll sideways. */
const tableStyle = `
.wide { overflow-x: auto; }
.servers td, .sides td, .sides th { width: auto !important; }
.servers td:first-child, .servers td:last-child { min-width: 8.5rem; } .servers td:nth-child(3) { min-width: 10rem; }
.sides td, .sides th { min-width: 9rem; }
.sides th[scope="row"] { font-weight: 400; color: var(--text); min-width: 13rem; }
.sides .badge { min-width: 0; }
@media (max-width: 40rem) { .sides thead { display: table-header-group; } .sides tr { display: table-row; }
  .sides td, .sides th { display: table-cell; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); } }
@page { size: landscape; }
@media print { .wide { overflow: visible; } .sides { font-size: 8pt; } .sides td, .sides th { min-width: 0; }
  .sides th[scope="row"] { min-width: 6.5rem; } }
`;

/** The comparison as one page: the servers, a table a group with a column a server, what differs with its fix. */
export function writeComparisonHtml(input: ComparisonReport): string {
  const details = rowDetails(input.rows, input.servers);
  const title = `${comparedHeading(input)}: ${readyLine(input)}, ${input.tool.name}`;
  return page(title, pageStyle + tableStyle, [
    headOf(input),
    '\n',
    groupsOf(input).map((group) => sectionOf(group, details, input)),
  ]);
}

function headOf(input: ComparisonReport): Markup {
  const { servers, notSeen, tool } = input;
  const count = serverCount(input);
  const facts: readonly (readonly [string, Content])[] = [
    ['judged as', profileName(input.profile)],
    ...(input.notChosen === 0 ? [] : [['not chosen', String(input.notChosen)] as const]),
    ['exit code', `${input.exitCode}: ${exitWords(input)}`],
    ['made by', `${tool.name} ${tool.version}`],
  ];
  return markup`<header>
<h1>ECMA Connector Host: ${count === 1 ? '1 server' : `${count} servers side by side`}</h1>
<div class="verdict${input.ready ? ' ready' : ''}">
<strong>${comparedHeading(input)}</strong>${readyLine(input)}
<p>${text(input.words)}</p>
</div>
${input.cautions.map((caution) => markup`<p><b>Note</b> ${text(caution)}</p>\n`)}
<table class="servers">
<thead><tr><th scope="col">Server</th><th scope="col">Stands</th><th scope="col">Report of</th><th scope="col">File</th></tr></thead>
<tbody>
${servers.map((server) => serverRow(server, input.madeAt))}${notSeen.map(notSeenRow)}</tbody>
</table>
${definitions(facts)}
</header>`;
}

function serverRow(server: ComparedServer, madeAt: string): Markup {
  const [, word = '', rest = ''] = /^(.*?)(: .*)$/s.exec(serverVerdict(server)) ?? [];
  return markup`<tr><td>${text(server.label)}</td><td><b class="tone-${server.ready ? 'good' : 'bad'}">${text(word)}</b>${text(rest)}</td><td>${ageOf(server, madeAt)}</td><td><code>${server.file}</code></td></tr>\n`;
}

function notSeenRow({ name, why, file }: ServerNotSeen): Markup {
  return markup`<tr><td>${text(name)}</td><td><b class="tone-bad">${readyWord(false)}</b>: ${text(notSeenWords(why))}</td><td>-</td><td><code>${file}</code></td></tr>\n`;
}

function sectionOf(
  group: Group,
  details: ReadonlyMap<string, RowDetails>,
  { servers }: ComparisonReport,
): Markup {
  return markup`<section>
<h2>${group.name} (${group.rows.length})</h2>
<div class="wide"><table class="sides">
<thead><tr><th scope="col">Check</th>${servers.map(({ label }) => markup`<th scope="col">${text(label)}</th>`)}</tr></thead>
<tbody>
${group.rows.map(tableRow)}</tbody>
</table></div>
${group.rows.map((row) => detailOf(row, details.get(row.id)))}</section>
`;
}

function tableRow(row: ComparedRow): Markup {
  return markup`<tr><th scope="row">${text(row.title)}<br><code>${row.id}</code></th>${row.sides.map(cellOf)}</tr>\n`;
}

function cellOf(side: Side): Markup {
  const state =
    side === undefined
      ? markup`<span class="badge tone-quiet">${sideState(side)}</span>`
      : badge(side.status);
  return markup`<td>${state}<br>${text(sideFinding(side))}</td>`;
}

function detailOf(row: ComparedRow, details: RowDetails | undefined): Content {
  if (details === undefined || details.facts.length + details.fixes.length === 0) return undefined;
  return markup`<article class="problem">
<div class="row-head"><h3>${text(row.title)}</h3> <code>${row.id}</code></div>
${details.facts.length === 0 ? undefined : definitions(details.facts.map((fact) => [fact.label, factOf(fact)]))}${details.fixes.map(fixOf)}</article>
`;
}

function factOf(fact: DetailFact): Content {
  if ('value' in fact) return text(fact.value);
  return fact.shared.map(
    ({ value, labels }) => markup`<div><b>${text(labels.join(', '))}</b>: ${text(value)}</div>`,
  );
}

function fixOf({ remedy, labels, everywhere, asAt }: DetailFix): Content {
  return [
    everywhere ? undefined : markup`<p><b>On ${text(labels.join(', '))}</b></p>\n`,
    asAt === undefined ? remedyOf(remedy) : markup`<p>The fix is that of <code>${asAt}</code>, above.</p>\n`,
  ];
}
