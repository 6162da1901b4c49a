import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { requirements } from '../../src/requirements/index.ts';
import { lastCheck, stateOf } from '../../src/requirements/last-check.ts';

const tool = join(import.meta.dirname, '../../.tools/requirements.mjs');
const run = async (...args: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await promisify(execFile)(process.execPath, [tool, ...args]);
  return stdout.trim().split('\n');
};

it('npm run requirements: every value with its page, its date and who looks', async () => {
  const [head, ...lines] = await run();
  expect(head).toContain(lastCheck.on);
  const cells = lines.map((line) => line.split('\t'));
  for (const line of cells) expect(line).toHaveLength(7);
  expect(new Set(cells.map(([id]) => id)).size).toBe(requirements.length);
  const values = requirements.flatMap(({ values: its }) => Object.keys(its ?? { none: 0 }));
  expect(lines).toHaveLength(values.length);
  expect(lines).toContainEqual(
    'HOST-02\t-/R\tchanged\tnewest = 1.1.2505.0\tentra-docs: docs/identity/app-provisioning/on-premises-application-provisioning-architecture.md\t2026-05-05\thost.agent-version',
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^SQL-19\t-\/I\tadded\tbatch = 1\t.*\t\(a box of the host/),
  );
});

it('npm run requirements -- --counts: the rows by state', async () => {
  const counts = (await run('--counts')).map((line) => line.split('\t'));
  const total = counts.reduce((sum, [, count]) => sum + Number(count), 0);
  expect(total).toBe(requirements.length);
});

it('the list of the last check names rows that exist, each in one state', () => {
  const named = [...lastCheck.changed, ...lastCheck.added, ...lastCheck.notRead];
  const known = new Set(requirements.map(({ id }) => id));
  expect(named.filter((id) => !known.has(id))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
  for (const one of requirements) if (stateOf(one) === 'unconfirmed') expect(one.note, one.id).toBeDefined();
});
