import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { EcmaProbe } from '../../src/clients/environment.ts';
import type { Facts } from '../../src/engine/facts.ts';
import { readerFor } from '../../src/engine/facts.ts';
import type { JudgeInput } from '../../src/engine/probe.ts';
import type { Description, Scope } from '../../src/probes/describe.ts';
import type { Settings } from '../../src/settings/schema.ts';

const folder = process.env.RECORD_VERDICTS ?? '';
const file = join(folder, `${randomUUID()}.jsonl`);
const seen = new Set<string>();

vi.mock('../../src/probes/describe.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/probes/describe.ts')>();
  let last: { id: string; scope: Scope } | undefined;
  return {
    ...original,
    idIn(scope: Scope, id: string): string {
      const made = original.idIn(scope, id);
      last = { id: made, scope };
      return made;
    },
    idsIn(scope: Scope, ids: readonly string[]) {
      return original.idsIn(scope, ids);
    },
    describeProbe(description: Description): EcmaProbe {
      const scope = last?.id === description.id ? last.scope : undefined;
      const probe = original.describeProbe(description);
      const { work } = probe;
      if (work === undefined) return probe;
      return {
        ...probe,
        work: {
          collect: (context, signal) => work.collect(context, signal),
          judge(input: JudgeInput<Settings, Facts>, rules) {
            const uses: Record<string, unknown> = {};
            const watched = {
              ...input,
              uses: readerFor(probe.connector, (id) => {
                const facts = input.uses(id);
                uses[id] = facts ?? null;
                return facts;
              }),
            };
            try {
              return work.judge(watched, rules);
            } finally {
              const line = JSON.stringify(
                {
                  id: probe.id,
                  scope:
                    scope?.connector === undefined
                      ? undefined
                      : {
                          settings: scope.settings,
                          connector: scope.connector,
                          options: { writeTest: scope.options.writeTest },
                        },
                  settings: input.settings,
                  observedAt: input.observedAt,
                  facts: input.facts,
                  uses,
                },
                plain,
              );
              const key = createHash('sha256').update(line).digest('base64');
              if (!seen.has(key)) {
                seen.add(key);
                appendFileSync(file, `${line}\n`);
              }
            }
          },
        },
      };
    },
  };
});

function plain(_key: string, value: unknown): unknown {
  return value;
}
