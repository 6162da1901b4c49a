import { afterEach, expect, it } from 'vitest';
import type { DoctorRow } from '../../../src/doctor/view.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { sampleCauses, sampleRows } from '../sample-rows.ts';
import { closeScreens, type ShownScreen, showScreen } from '../show-screen.ts';

/**
 * Whatever keys, news and window sizes come in whatever order: the picture that grew by small paints is the same
 * as one drawn anew, within its bounds. The order comes from a seed, so a failure can be repeated.
 */

afterEach(closeScreens);

function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const pressed = [
  'j',
  'k',
  keys.down,
  keys.up,
  keys.pageDown,
  keys.pageUp,
  keys.home,
  keys.end,
  keys.enter,
  keys.escape,
];
const also = [keys.left, keys.right, keys.tab, 'n', 'p', 'g', '?', '/ldap\r', '/fail\r', 'c', 'e', 'r'];
const sizes = [
  [80, 25],
  [60, 15],
  [120, 40],
  [50, 10],
  [100, 30],
  [61, 33],
] as const;
const changes: readonly Partial<DoctorRow>[] = [
  { status: 'pass', message: 'now it passes' },
  { status: 'fail', message: '日本語のメッセージ 登録ユーザー' },
  { status: 'blocked', blockedBy: 'server.os' },
  { status: 'unknown', message: 'שלום עולם' },
  {
    status: 'running',
    message: '',
    running: { since: '2026-11-24T07:00:00.000Z', waitingFor: 'ldap01:636' },
  },
  { question: { text: 'Really?', effects: ['one thing', 'another thing'] } },
];

async function drawnAnew({ terminal }: ShownScreen): Promise<string> {
  const marks = () => terminal.written.split('\u001b[H\u001b[J').length;
  const before = marks();
  terminal.type(keys.ctrlL);
  await terminal.waitFor(() => marks() > before);
  await terminal.waitFor((t) => t.screen().slice(-2).join('').trim() !== '' || t.rows < 15);
  return terminal.text();
}

it.each([1, 2])('stays true to itself (seed %i)', async (seed) => {
  const roll = dice(seed);
  const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
  const shown = await showScreen({
    rows: sampleRows,
    causes: sampleCauses,
    look: { calm: true },
    busy: false,
  });
  const { terminal, doctor } = shown;
  await terminal.waitFor('SERVER');
  for (let round = 0; round < 7; round += 1) {
    for (let step = 0; step < 6; step += 1) {
      const kind = roll(10);
      if (kind < 4) terminal.type(pick(pressed));
      else if (kind < 6) terminal.type(pick(also));
      else if (kind < 9) doctor.showRow(pick(sampleRows).id, pick(changes));
      else {
        const [columns, rows] = pick(sizes);
        terminal.resize(columns, rows);
      }
      await new Promise((resolve) => setTimeout(resolve, roll(30)));
    }
    await terminal.atRest();
    expect(terminal.faults()).toEqual([]);
    const grown = terminal.text();
    expect(await drawnAnew(shown)).toBe(grown);
  }
});
