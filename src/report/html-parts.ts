import type { Remedy } from '../engine/probe.ts';
import type { Status } from '../engine/status.ts';
import { ownerName } from '../results/names.ts';
import { statusWord, toneOf } from '../results/status-words.ts';
import { type Content, type Markup, markup, raw } from './markup.ts';

/**
 * One self-contained page: no script, nothing from outside (its policy forbids both), for screen and paper. All
 * text goes through `markup`, which escapes it; what peers sent stands in `bdi`, so that right-to-left writing
 * cannot disorder our own words.
 */
export function page(title: string, style: string, body: Content): string {
  return `${markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
${body}</body>
</html>
`}`;
}

export function remedyOf(remedy: Remedy | undefined): Content {
  if (remedy === undefined) return undefined;
  return markup`<p><b>Why</b> ${text(remedy.why)}</p>
<ol>${remedy.steps.map(
    (step) =>
      markup`<li>${text(step.text)}${
        step.owner === undefined ? undefined : markup` <span class="quiet">(${ownerName(step.owner)})</span>`
      }${step.command === undefined ? undefined : markup`<pre>${step.command}</pre>`}</li>\n`,
  )}</ol>
${remedy.links.map((link) => markup`<p class="quiet">Read: ${linkOf(link)}</p>\n`)}`;
}

/** Only addresses of the web become links: a remedy can quote what a peer sent. */
function linkOf(link: string): Markup {
  return /^https?:\/\//i.test(link) ? markup`<a href="${link}" rel="noreferrer">${link}</a>` : text(link);
}

export function badge(status: Status): Markup {
  return markup`<span class="badge tone-${toneOf(status)}">${statusWord(status)}</span>`;
}

export function definitions(pairs: readonly (readonly [string, Content])[]): Markup {
  return markup`<dl>${pairs.map(([label, value]) => markup`<dt>${text(label)}</dt><dd>${value}</dd>`)}</dl>\n`;
}

/** Text in its own direction. */
export function text(value: string): Markup {
  return markup`<bdi>${value}</bdi>`;
}
