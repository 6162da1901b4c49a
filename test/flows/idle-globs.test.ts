import { afterAll, expect, test } from 'vitest';
import { makePlace, removePlaces, run } from './program.ts';

afterAll(removePlaces);

test('a waiver or a deadline that fits no check is told, and the run goes on', async () => {
  const place = makePlace();
  place.write(
    '.ecmarc',
    'probes: { deadlines: { server.memroy: 9 }, waive: [{ id: servr.os, reason: typed wrongly }] }\n',
  );
  const { code, stdout } = await run(['--plain', '--only', 'server.memory'], { place });
  expect(code).toBe(0);
  expect(stdout).toMatch(/probes\.waive: servr\.os fits no check/);
  expect(stdout).toMatch(/probes\.deadlines: server\.memroy fits no check/);
});
