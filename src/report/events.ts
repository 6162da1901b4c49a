import * as z from 'zod';
import { defined } from '../base/defined.ts';
import { statuses } from '../engine/status.ts';
import type { ReportInput } from './input.ts';
import { jsonText } from './json.ts';
import { reportDocument } from './report-document.ts';

/**
 * `--events`: one JSON object a line as things happen, the report as the last line (decisions: The saved report). One source for the types and the JSON Schema. `at` is ISO 8601.
 */

const at = z.string();
const counts = z.record(z.enum(statuses), z.int().nonnegative());

const runStarted = z.object({
  type: z.literal('run-started'),
  at,
  tool: z.object({ name: z.string(), version: z.string() }),
  profile: z.string(),
  host: z.string().describe('name of the machine'),
  probes: z.array(z.string()).describe('ids that were chosen, in the order of the list'),
});

const attemptStarted = z.object({
  type: z.literal('attempt-started'),
  at,
  id: z.string(),
  attempt: z.int().positive().describe('1 for the first try of this probe'),
});

const attemptFinished = z.object({
  type: z.literal('attempt-finished'),
  at,
  id: z.string(),
  attempt: z.int().positive(),
  status: z.enum(statuses),
  message: z.string(),
  durationMs: z.number().nonnegative(),
});

const runFinished = z.object({
  type: z.literal('run-finished'),
  at,
  ready: z.boolean(),
  partial: z.boolean().exactOptional(),
  exitCode: z.int(),
  durationMs: z.number().nonnegative(),
  summary: counts,
});

export const eventSchema = z.discriminatedUnion('type', [
  runStarted,
  attemptStarted,
  attemptFinished,
  runFinished,
]);

type Deep<T> = T extends readonly (infer E)[]
  ? readonly Deep<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;

export type RunEvent = Deep<z.output<typeof eventSchema>>;

/** The JSON Schema of every line but the last, which is the report. */
export function eventJsonSchema(): object {
  return { title: 'ecma-doctor event', ...z.toJSONSchema(eventSchema, { io: 'input' }) };
}

/** One event as a line with its newline. */
export function eventLine(event: RunEvent): string {
  return `${jsonText(event, 0)}\n`;
}

export function runStartedEvent(
  input: Pick<ReportInput, 'tool' | 'profile' | 'host' | 'startedAt'>,
  probes: readonly string[],
): RunEvent {
  const { tool, profile, host, startedAt } = input;
  return { type: 'run-started', at: startedAt, tool, profile, host: host.name, probes };
}

/** The last two lines: that the run has finished, and the report. */
export function lastLines(input: ReportInput): string {
  const document = reportDocument(input);
  const { ready, partial, exitCode, durationMs, summary } = document;
  const finished = eventLine({
    type: 'run-finished',
    at: input.finishedAt,
    ready,
    ...defined({ partial }),
    exitCode,
    durationMs,
    summary,
  });
  return `${finished}${jsonText(document, 0)}\n`;
}
