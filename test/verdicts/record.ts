import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Facts, FactsToken } from '../../src/engine/facts.ts';
import { readerFor } from '../../src/engine/facts.ts';
import type { ProbeDescription, ProbeInput } from '../../src/probes/define.ts';
import { named } from '../facts.ts';

/**
 * Set-up of the tests of `npm run record`: what each judge is asked in them is written to the folder `RECORD_VERDICTS`, a line
 * an input. Without the variable nothing is recorded.
 */
const folder = process.env.RECORD_VERDICTS;

vi.mock('../../src/probes/define.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/probes/define.ts')>();
  if (folder === undefined) return original;
  return {
    ...original,
    defineProbe: <F extends Facts>(
      token: FactsToken<F>,
      description: ProbeDescription<F>,
      ...rest: [] | [Parameters<typeof original.defineProbe>[2]]
    ) =>
      original.defineProbe(
        token,
        { ...description, judge: (input, rules) => description.judge(recording(token, input), rules) },
        ...rest,
      ),
  };
});

/** The same input, which notes what it was and what was read of other probes. */
function recording<F extends Facts>(token: FactsToken<F>, input: ProbeInput<F>): ProbeInput<F> {
  const { scope, settings, observedAt, facts } = input;
  const name = token.perConnector ? scope.connector?.name : undefined;
  const uses: Record<string, Facts | null> = {};
  const line = {
    id: name === undefined ? token.id : `${token.id}@${name}`,
    ...(name !== undefined && {
      scope: {
        settings: scope.settings,
        connector: scope.connector,
        options: { writeTest: scope.options.writeTest },
      },
    }),
    settings,
    observedAt,
    facts,
    uses,
  };
  // A judge is done when its caller goes on.
  queueMicrotask(() =>
    appendFileSync(join(folder ?? '', `${process.pid}.jsonl`), `${JSON.stringify(line)}\n`),
  );
  const readId = (id: string): Facts | undefined => {
    const read = input.uses.of(named(id));
    uses[id] = read ?? null;
    return read;
  };
  return { ...input, uses: readerFor(name, readId) };
}
