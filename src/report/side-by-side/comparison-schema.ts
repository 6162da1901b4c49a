import * as z from 'zod';
import { statuses } from '../../engine/status.ts';
import { probeSchema } from '../../results/report-schema.ts';
import { schemaVersion } from '../../results/schema-version.ts';
import { likenesses } from '../../results/side-by-side/likeness.ts';

/**
 * Several saved reports side by side: one source for the document's type and its JSON Schema. `statuses` and
 * `sides` stand in the order of `servers`; null stands for a check that a server's report does not have.
 */

const side = probeSchema.pick({
  status: true,
  reason: true,
  severity: true,
  message: true,
  expected: true,
  found: true,
  evidence: true,
  observedAt: true,
  remedy: true,
  blockedBy: true,
  judged: true,
  answer: true,
});

const byProfile = z.object({ 'preview-2021': z.boolean(), ga: z.boolean() });

const server = z.object({
  label: z.string().describe("the host's name, made unique with the file's name"),
  file: z.string(),
  host: z.object({ name: z.string(), os: z.string(), platform: z.string() }),
  madeBy: z.string().describe('version of the program that made the report'),
  savedProfile: z.string().describe('profile by which the report was judged when it was saved'),
  startedAt: z.string(),
  finishedAt: z.string(),
  partial: z.boolean().exactOptional().describe('checks were left out of its run or its report'),
  ready: z.boolean(),
  setAside: z.int().nonnegative().exactOptional().describe('rows that decide and were waived for that'),
  readyByProfile: byProfile,
  exitCode: z.int(),
  words: z.string(),
  summary: z.record(z.enum(statuses), z.int().nonnegative()),
  unknown: z.array(z.string()).describe('ids of its checks that this version does not know'),
});

const probe = z.object({
  id: z.string(),
  title: z.string(),
  area: z.string(),
  connector: z.string().exactOptional(),
  differs: z.boolean().describe('in what matters: the verdict, or what was found of a problem'),
  likeness: z
    .enum(likenesses)
    .describe(
      'split: well on some, not on others; otherwise: a problem on all, in different ways; partly: not looked at on all; echo: well on some, only blocked on others; bad: the same problem on all; seen: well on all, other findings; same',
    ),
  statuses: z.array(z.enum(statuses).nullable()),
  sides: z.array(side.nullable()),
});

export const comparisonSchema = z.object({
  schemaVersion: z.literal(schemaVersion),
  type: z.literal('comparison'),
  tool: z.object({ name: z.string(), version: z.string() }),
  madeAt: z.string(),
  profile: z.string().describe('by which all reports were judged here'),
  words: z.string().describe('how the servers differ, in a sentence or two'),
  cautions: z.array(z.string()),
  partial: z.boolean().exactOptional().describe('checks were left out on at least one server'),
  ready: z.boolean().describe('every server is, and each was looked at'),
  setAside: z
    .int()
    .nonnegative()
    .exactOptional()
    .describe('rows that decide and were waived, of all servers that are ready'),
  readyByProfile: byProfile,
  exitCode: z
    .int()
    .describe("the worst of the servers': 130, 1, 3, 0; of one that could not be looked at: 3"),
  summary: z.record(z.enum(likenesses), z.int().nonnegative()).describe('how many checks have each likeness'),
  notChosen: z.int().nonnegative().describe('checks that were chosen for no server; they are not listed'),
  servers: z.array(server),
  notSeen: z
    .array(z.object({ name: z.string(), why: z.string(), file: z.string() }))
    .exactOptional()
    .describe('servers that could not be looked at: there is no report of theirs'),
  filesLeftOut: z
    .array(z.object({ file: z.string(), why: z.string() }))
    .exactOptional()
    .describe('what stood beside the reports and is none'),
  probes: z.array(probe).describe('what differs first, what is the same last'),
});

export type ComparisonDocument = z.output<typeof comparisonSchema>;

/** The JSON Schema (draft 2020-12) of the comparison, as plain data. */
export function comparisonJsonSchema(): object {
  return { title: 'ecma-doctor comparison', ...z.toJSONSchema(comparisonSchema, { io: 'input' }) };
}
