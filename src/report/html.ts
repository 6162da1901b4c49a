import { duration, moment } from '../base/phrases.ts';
import { comparisonLists } from '../results/baseline.ts';
import { exitMeaning } from '../results/exit-code.ts';
import { areaName, levelName, profileName } from '../results/names.ts';
import { problemKindName, problemKindOf, problemKinds } from '../results/problem-kind.ts';
import {
  afterReadyWord,
  isPartial,
  profileWord,
  readyHeading,
  readyReach,
  readyScope,
  readyWord,
} from '../results/readiness.ts';
import type { Row } from '../results/row.ts';
import { answerLine, findingText } from '../results/row-words.ts';
import { changeWords, comparisonTitle } from './baseline-words.ts';
import { countWords } from './count-words.ts';
import { doFirstTitle, doFirstWords } from './do-first-words.ts';
import { badge, definitions, page, remedyOf, text } from './html-parts.ts';
import { pageStyle } from './html-style.ts';
import type { ReportInput } from './input.ts';
import { type Content, type Markup, markup } from './markup.ts';
import { detailsOf, type ProblemGroup, problemGroups } from './problems.ts';

/** A run's report as one page. */
export function writeHtml(input: ReportInput): string {
  const title = `${readyHeading(input)}: ${input.host.name}, ${input.tool.name}`;
  return page(title, pageStyle, [
    headOf(input),
    '\n',
    doFirstOf(input),
    comparisonOf(input),
    problemsOf(input),
    allOf(input),
  ]);
}

function headOf(input: ReportInput): Markup {
  const { host, tool } = input;
  const word = readyWord(input.ready);
  const scope = readyScope(input.ready && isPartial(input.rows));
  const after = afterReadyWord(input.ready, input.words);
  const behind = after.startsWith(scope) ? after.slice(scope.length) : after;
  const judged = Object.keys(input.readyByProfile).map(
    (profile) => `${profileName(profile)}: ${profileWord(input, profile)}`,
  );
  const facts: readonly (readonly [string, Content])[] = [
    ['machine', `${host.name}, ${host.os} (${host.platform})`],
    ['looked', `${moment(input.startedAt)} to ${moment(input.finishedAt)}, ${duration(input.durationMs)}`],
    ['judged as', `${profileName(input.profile)} (${judged.join('; ')})`],
    ...(input.configPath === undefined ? [] : [['settings', input.configPath] as const]),
    [
      'exit code',
      `${input.exitCode}: ${exitMeaning(input.exitCode, input.ready, readyReach(input.rows), input.unwritten)}`,
    ],
    ['made by', `${tool.name} ${tool.version}`],
  ];
  return markup`<header>
<h1>ECMA Connector Host: readiness of ${text(host.name)}</h1>
<div class="verdict${input.ready ? ' ready' : ''}">
<strong>${word}${scope}</strong>${text(behind.replace(/^[:.,\s]+/, ''))}
<ul class="counts">${countWords(input.rows).map(
    ({ tone, text: words }) => markup`<li class="tone-${tone}">${words}</li>`,
  )}</ul>
</div>
${input.causes.map((cause) => markup`<p><b>Cause</b> ${text(cause.text)} <code>${cause.probes.join(', ')}</code></p>\n`)}
${input.notices.map((notice) => markup`<p><b>Note</b> ${text(notice.text)}</p>\n`)}
${definitions(facts)}
</header>`;
}

function doFirstOf(input: ReportInput): Content {
  const things = doFirstWords(input);
  if (things.length === 0) return undefined;
  return markup`<section>
<h2>${doFirstTitle(things)}</h2>
<table class="first">
<thead><tr><th scope="col">Where</th><th scope="col">What</th><th scope="col">Whose, and what it frees</th></tr></thead>
<tbody>
${things.map(
  ({ order, where, text: what, whose, freed, probe, recommended }) =>
    markup`<tr><td>${order}. ${text(where)}</td><td>${text(what)}<br><code>${probe}</code></td><td>${whose}${recommended ? ', recommended' : ''}: ${freed}</td></tr>\n`,
)}</tbody>
</table>
</section>
`;
}

function comparisonOf(input: ReportInput): Content {
  const { comparison } = input;
  if (comparison === undefined) return undefined;
  return markup`<section>
<h2>${text(comparisonTitle(comparison))}</h2>
${comparison.cautions.map((caution) => markup`<p><b>Note</b> ${text(caution)}</p>\n`)}
${comparisonLists(comparison).map(
  ({ name, changes }) => markup`<p><b>${name}</b></p>
<ul>${changes.map(
    (change) =>
      markup`<li>${text(change.title)} <code>${change.id}</code>: ${text(changeWords(change))}</li>\n`,
  )}</ul>\n`,
)}
</section>
`;
}

function problemsOf(input: ReportInput): Content {
  const groups = problemGroups(input.rows);
  return problemKinds.map((kind) => {
    const own = groups.filter((group) => group.kind === kind);
    return own.length === 0
      ? undefined
      : markup`<section>
<h2>${problemKindName(kind)}</h2>
${own.map(problemOf)}</section>
`;
  });
}

function problemOf(group: ProblemGroup): Markup {
  return markup`<article class="problem">
${group.rows.map(
  (
    row,
  ) => markup`<div class="row-head">${badge(row.status)}<h3>${text(row.title)}</h3> <code>${row.id}</code></div>
<p>${text(findingText(row))}</p>
${detailList(row)}`,
)}${remedyOf(group.remedy)}${
  group.echoes.length === 0
    ? undefined
    : markup`<p class="quiet">Blocks: ${text(group.echoes.map((row) => row.title).join(', '))}</p>\n`
}</article>
`;
}

function allOf(input: ReportInput): Markup {
  const areas = [...new Set(input.rows.map((row) => row.area))];
  return markup`<section>
<h2>Everything that was asked</h2>
${areas.map(
  (area) => markup`<table>
<thead><tr><th scope="col">${areaName(area)}</th><th scope="col">Asked</th><th scope="col">Found</th></tr></thead>
<tbody>
${input.rows.filter((row) => row.area === area).map(rowOf)}</tbody>
</table>
`,
)}</section>
`;
}

function rowOf(row: Row): Markup {
  const answer = answerLine(row);
  const about = [row.id, levelName(row.level), ...row.requirements].join(', ');
  // What stands among the problems is not told twice.
  const details = problemKindOf(row) === undefined ? detailList(row) : undefined;
  return markup`<tr class="${row.status}"><td>${badge(row.status)}</td>
<td>${text(row.title)}<br><code>${about}</code><div class="source">${text(row.source)}</div></td>
<td><div class="finding">${text(findingText(row))}</div>${
    answer === undefined ? undefined : markup`<div class="tone-answered">${text(answer)}</div>`
  }${row.blockedBy === undefined ? undefined : markup`<code>blocked by ${row.blockedBy}</code>`}${details}</td></tr>
`;
}

function detailList(row: Row): Content {
  const details = detailsOf(row);
  return details.length === 0
    ? undefined
    : definitions(details.map(({ label, value }) => [label, text(value)]));
}
