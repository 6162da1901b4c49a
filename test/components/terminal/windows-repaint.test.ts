import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { keys } from '../../terminal/fake-terminal.ts';
import { sampleCauses, sampleRows } from '../sample-rows.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

/** Ink clears and repaints everything on Windows when a frame is as high as the window: ours never is. */

const platform = Object.getOwnPropertyDescriptor(process, 'platform');

beforeAll(() => {
  // Ink reads it once, when it is imported: that is at the first `show`.
  Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
});

afterAll(() => {
  if (platform !== undefined) Object.defineProperty(process, 'platform', platform);
});

afterEach(closeScreens);

it('repaints only what changed on Windows', async () => {
  const { terminal, doctor } = await showScreen({ rows: sampleRows, causes: sampleCauses });
  await terminal.waitFor('SERVER');
  const before = terminal.bytes;
  terminal.type(keys.down);
  await terminal.waitFor(/> {2}\.NET/);
  doctor.showRow('server.dotnet', { status: 'pass', message: '4.8' });
  await terminal.waitFor(/4\.8 .*√ pass/);
  expect(terminal.bytes - before).toBeLessThan(1200);
  terminal.type(`${keys.enter}${keys.escape}?`);
  await terminal.waitFor('KEYS');
  expect(terminal.fullClears).toBe(0);
  expect(terminal.faults()).toEqual([]);
});
