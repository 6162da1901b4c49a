import * as z from 'zod';
import type { Json } from '../base/json.ts';
import type { Facts } from '../engine/facts.ts';
import { skipReasons, statuses } from '../engine/status.ts';
import { schemaVersion } from './schema-version.ts';

/**
 * The saved report (decisions: The saved report): one source for its type, its JSON Schema and reading it back.
 * Members that this version does not know are let through and dropped, so a newer report of the same
 * `schemaVersion` can be read.
 */

const status = z.enum(statuses);
const severity = z.enum(['required', 'restricted', 'recommended', 'info', 'not-applicable']);
const owner = z.enum(['server', 'network', 'directory', 'database', 'entra', 'connector']);
const milliseconds = z.number().nonnegative();
const time = z.string();

// What JSON.parse gives is JSON already: these say so to the compiler.
const json = z.json() as unknown as z.ZodType<Json>;
const facts = z.looseObject({ usable: z.boolean() }) as unknown as z.ZodType<Facts>;

const remedy = z.object({
  why: z.string(),
  steps: z.array(
    z.object({ text: z.string(), command: z.string().exactOptional(), owner: owner.exactOptional() }),
  ),
  links: z.array(z.string()),
});

const answer = z.object({
  by: z.string(),
  at: time,
  until: z.string().exactOptional(),
  reason: z.string().exactOptional(),
  where: z.string(),
});

const waitingFor = z.string().exactOptional().describe('what it waited for then');
const left = z.string().exactOptional().describe('what became of what it had made');

const outcome = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('facts') }).describe('something was seen: facts'),
    z
      .object({ kind: z.literal('timed-out'), deadlineMs: milliseconds, waitingFor, left })
      .describe("the probe's own deadline passed"),
    z
      .object({ kind: z.literal('cut'), limitMs: milliseconds, waitingFor, left })
      .describe('the bound of the whole run (--timeout) passed'),
    z.object({ kind: z.literal('crashed'), error: z.string() }).describe('a fault in the probe itself'),
    z.object({ kind: z.literal('cancelled'), why: z.string(), left }).describe('it was stopped'),
  ])
  .describe(
    'how the last attempt ended; absent where there was none, where the row is blocked or skipped now, and in reports of older versions',
  );

const attempt = z.object({
  startedAt: time,
  durationMs: milliseconds,
  status,
  message: z.string(),
  settingsChangedAt: time
    .exactOptional()
    .describe('settings of this probe changed then, after the try before'),
  settingsChanged: z
    .string()
    .exactOptional()
    .describe('which ones: values of addresses and switches, of all others the name'),
});

export const probeSchema = z.object({
  id: z.string(),
  title: z.string(),
  area: z.string(),
  connector: z.string().exactOptional(),
  status,
  reason: z.enum(skipReasons).exactOptional().describe('why it was skipped'),
  severity: severity.describe('under the profile of the report'),
  requirements: z.array(z.string()),
  message: z.string().describe('the finding in a few words'),
  expected: z.string().exactOptional(),
  found: z.string().exactOptional(),
  evidence: z.array(z.object({ label: z.string(), value: z.string() })),
  facts: facts.nullable().describe('what was seen, enough to judge it again; null when nothing was seen'),
  observedAt: time.nullable().describe('when the facts were seen, ISO 8601; null when nothing was seen'),
  remedy: remedy.exactOptional(),
  blockedBy: z.string().exactOptional().describe('id of the root cause'),
  judged: z.object({ status, message: z.string() }).exactOptional().describe('what it was before the answer'),
  answer: answer.exactOptional().describe('by whom it was attested or waived'),
  outcome: outcome.exactOptional(),
  attempts: z.array(attempt),
  durationMs: milliseconds.describe('of the last attempt; 0 when there was none'),
  deadlineMs: milliseconds,
});

const thingToDo = z.object({
  order: z.int().positive(),
  cause: z.string().exactOptional().describe('id of the joint cause'),
  probe: z.string().exactOptional().describe('id of the row that is the root'),
  connector: z.string().exactOptional().describe('absent: the whole server'),
  text: z.string().describe('the fault, 38 characters at most'),
  owner,
  you: z.literal(true).exactOptional().describe('no step needs anybody but the person at the doctor'),
  frees: z.int().positive().describe('rows, its own among them'),
  recommended: z.literal(true).exactOptional().describe('nobody is kept from being ready by it'),
});

const side = z.object({ status, message: z.string() });
const changes = z.array(
  z.object({ id: z.string(), title: z.string(), was: side.exactOptional(), now: side.exactOptional() }),
);

const verdict = z.object({
  ready: z.boolean(),
  partial: z.boolean().describe('ready is of the chosen checks'),
  setAside: z.int().nonnegative().describe('rows that decide and were waived'),
  exitCode: z.int(),
});

const comparison = z.object({
  baseline: z.object({ host: z.string(), profile: z.string(), finishedAt: time }),
  verdict: z
    .object({ was: verdict, now: verdict })
    .exactOptional()
    .describe('how it stood in the earlier report, and how it stands now'),
  cautions: z.array(z.string()),
  fixed: changes,
  new: changes,
  stillFailing: changes,
  changedEvidence: changes,
  notComparable: changes,
});

export const reportSchema = z.object({
  schemaVersion: z.literal(schemaVersion),
  tool: z.object({ name: z.string(), version: z.string() }),
  partial: z
    .boolean()
    .exactOptional()
    .describe(
      'checks were left out (--only, --skip), or the report does not have them: ready is of the chosen ones',
    ),
  profile: z.string(),
  settings: json.describe('what .ecmarc says, secrets left out'),
  host: z.object({ name: z.string(), os: z.string(), platform: z.string() }),
  startedAt: time,
  finishedAt: time,
  durationMs: milliseconds,
  ready: z.boolean(),
  readyByProfile: z.object({ 'preview-2021': z.boolean(), ga: z.boolean() }),
  exitCode: z.int(),
  summary: z.record(status, z.int().nonnegative()).describe('how many probes have each status'),
  causes: z.array(z.object({ id: z.string(), text: z.string(), probes: z.array(z.string()) })),
  doFirst: z
    .array(thingToDo)
    .exactOptional()
    .describe('the root causes in the order in which to mend them; absent in reports of older versions'),
  notices: z.array(z.string()).exactOptional().describe('what the doctor says of itself'),
  probes: z.array(probeSchema),
  comparison: comparison.exactOptional().describe('with the report that --baseline named'),
});

export type ReportDocument = z.output<typeof reportSchema>;
export type ReportProbe = z.output<typeof probeSchema>;

/** The JSON Schema (draft 2020-12) of the report, as plain data. Members that it does not name are allowed. */
export function reportJsonSchema(): object {
  return { title: 'ecma-doctor report', ...z.toJSONSchema(reportSchema, { io: 'input' }) };
}
