import { duration, moment, plural } from '../base/phrases.ts';
import type { Evidence, Owner, Step } from '../engine/probe.ts';
import { ownerName } from '../results/names.ts';
import { ownerOf } from '../results/owner-of.ts';
import { findingText } from '../results/row-words.ts';
import { statusWord } from '../results/status-words.ts';
import { lookAgain } from './commands.ts';
import type { ReportInput } from './input.ts';
import { detailsOf, type ProblemGroup, problemGroups } from './problems.ts';

/** What was asked and seen. */
export interface TicketFinding {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly finding: string;
  /** Expected, found, then the evidence. */
  readonly details: readonly Evidence[];
}

/** One thing for one owner to do, and the findings that it mends. */
export interface TicketItem {
  readonly findings: readonly TicketFinding[];
  readonly why: string;
  /** Only this owner's. */
  readonly steps: readonly Step[];
  /** Others who have steps in the same matter. */
  readonly alsoNeeded: readonly string[];
  readonly links: readonly string[];
  /** Titles of what waits for it. */
  readonly blocks: readonly string[];
  /** The command that looks again. */
  readonly verify: string;
}

/** The text that one administrator gets: only what is theirs. */
export interface Ticket {
  readonly owner: Owner;
  readonly subject: string;
  readonly about: string;
  readonly items: readonly TicketItem[];
}

/** Who has to be asked first comes first: others wait for the network. */
const owners: readonly Owner[] = ['network', 'server', 'directory', 'database', 'entra', 'connector'];

/** A ticket for each owner who has something to do: the problems that have steps for them. */
export function ticketsOf(input: ReportInput): readonly Ticket[] {
  const groups = problemGroups(input.rows);
  const { host } = input;
  return owners.flatMap((owner) => {
    const items = groups.flatMap((group) => itemOf(group, owner, input));
    if (items.length === 0) return [];
    const count = plural(items.length, 'item', 'items');
    const subject = `ECMA Connector Host on ${host.name}: ${count} for the ${ownerName(owner)}`;
    return [{ owner, subject, about: seenWords(input), items }];
  });
}

/** Where, when and by what the server was looked at. */
export function seenWords({ host, tool, startedAt, durationMs }: ReportInput): string {
  const looked = `${moment(startedAt)}, in ${duration(durationMs)}`;
  return `Seen on ${host.name} (${host.os}) at ${looked}, by ${tool.name} ${tool.version}.`;
}

function itemOf({ rows, remedy, echoes }: ProblemGroup, owner: Owner, input: ReportInput): TicketItem[] {
  const [first] = rows;
  if (first === undefined || remedy === undefined) return [];
  // Steps without a name beside steps with one are for whoever runs the doctor ("press r").
  const named = remedy.steps.some((step) => step.owner !== undefined);
  const assigned = remedy.steps
    .filter((step) => step.owner !== undefined || !named)
    .map((step) => ({ step, owner: ownerOf(step, first) }));
  const steps = assigned.filter((entry) => entry.owner === owner).map(({ step }) => step);
  if (steps.length === 0) return [];
  const others = new Set(assigned.map((entry) => entry.owner).filter((other) => other !== owner));
  return [
    {
      findings: rows.map((row) => ({
        id: row.id,
        title: row.title,
        status: statusWord(row.status),
        finding: findingText(row),
        details: detailsOf(row),
      })),
      why: remedy.why,
      steps,
      alsoNeeded: [...others].map(ownerName),
      links: remedy.links,
      blocks: echoes.map(({ title }) => title),
      verify: lookAgain(
        rows.map(({ id }) => id),
        input,
      ),
    },
  ];
}
