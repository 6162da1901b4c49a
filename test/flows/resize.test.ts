import { afterAll, afterEach, expect, test } from 'vitest';
import { keys } from '../terminal/fake-terminal.ts';
import { makePlace, removePlaces } from './program.ts';
import { Session, type Size } from './pty.ts';

/** The built program in a real pseudo-terminal that changes its size. */

const open: Session[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.end()));
});
afterAll(removePlaces);

/** The rules of every frame: a row and a column stay free. */
function expectInside(session: Session, { columns, rows }: Size): void {
  const lines = session.lines();
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(columns);
  expect(lines.slice(rows - 1).join('')).toBe('');
}

test.each([
  { columns: 60, rows: 15 },
  { columns: 80, rows: 25 },
  { columns: 120, rows: 40 },
])('opened at $columns x $rows, made tiny, and back', async (size) => {
  const session = new Session(makePlace(), ['--only', 'server.*'], size);
  open.push(session);
  const whole = ({ rows }: Size): RegExp => new RegExp(`^ ECMA (?:.*\\n){${rows - 2}} Enter open`);
  await session.waitFor(whole(size));
  session.type(keys.down);
  await session.cursorMoves();
  expectInside(session, size);
  const others = [
    { columns: 120, rows: 40 },
    { columns: 60, rows: 15 },
    { columns: 80, rows: 25 },
  ];
  for (const next of [...others, size]) {
    session.resize({ columns: 20, rows: 5 });
    await session.waitFor(/^The window is 20 x/);
    expectInside(session, { columns: 20, rows: 5 });
    session.resize(next);
    await session.waitFor(whole(next));
    expectInside(session, next);
    expect(session.lines().join('\n')).not.toContain('The window is');
  }
  await session.atRest();
  session.type('q');
  expect(await session.exited()).toBe(1);
  expect(session.cursorHidden).toBe(false);
});
