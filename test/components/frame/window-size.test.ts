import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../../terminal/fake-terminal.ts';
import { sampleCauses, sampleRows } from '../sample-rows.ts';
import { closeScreens, cursorLine, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

const sample = { rows: sampleRows, causes: sampleCauses, configPath: 'C:\\admin\\.ecmarc' };

describe('the window', () => {
  it('can change its size at any time', async () => {
    const { terminal } = await showScreen(sample);
    terminal.type(keys.down);
    await terminal.waitFor(/> {2}\.NET/);
    for (const [columns, rows] of [
      [120, 40],
      [60, 15],
      [200, 60],
      [80, 25],
      [61, 50],
      [100, 16],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.waitFor(
        (t) => t.faults().length === 0 && t.lineOf('ECMA') === 0 && t.lineOf('Enter open') === rows - 2,
      );
      expect(cursorLine(terminal)).toContain('.NET');
      expect(terminal.screen().filter((line) => line.includes('CHECKING'))).toHaveLength(1);
    }
  });

  it('that becomes lower leaves no half frames in the scrollback', async () => {
    const { terminal } = await showScreen({ ...sample, columns: 120, lines: 50 });
    await terminal.waitFor('SERVER');
    const before = terminal.scrollback().length;
    terminal.resize(120, 20);
    await terminal.waitFor((t) => t.lineOf('Enter open') === 18);
    // The terminal itself pushes out what no longer fits: thirty lines of the first frame, and no others.
    expect(terminal.scrollback().length - before).toBeLessThanOrEqual(30);
  });

  it('that is too small says so, and comes back', async () => {
    const { terminal } = await showScreen({ ...sample, columns: 50, lines: 10 });
    await terminal.waitFor('50 x 10');
    expect(terminal.text()).toContain('60 x 15');
    expect(terminal.faults()).toEqual([]);
    terminal.resize(80, 25);
    await terminal.waitFor('SERVER');
    terminal.resize(30, 3);
    await terminal.waitFor('30 x 3');
    expect(terminal.faults()).toEqual([]);
    terminal.type('q');
    terminal.type('q');
  });

  it.each([{ ascii: true, color: false }, { ascii: true }, { color: false }])(
    'can be drawn plainly: %j',
    async (look) => {
      const { terminal } = await showScreen({ ...sample, look, lines: 40 });
      terminal.type(keys.down);
      await terminal.waitFor(/> {2}\.NET/);
      if (look.ascii === true) expect(terminal.text()).toMatch(/^[ -~\n]*$/);
      const all = Array.from({ length: 40 }, (_, y) => terminal.cells(y)).flat();
      const coloured = all.some(
        ({ foreground, background }) => foreground !== undefined || background !== undefined,
      );
      expect(coloured).toBe(look.color !== false);
      if (look.color === false) {
        expect(
          terminal
            .cells(terminal.lineOf(/^>/))
            .slice(0, 79)
            .every(({ inverse }) => inverse),
        ).toBe(true);
      }
      terminal.type('?');
      await terminal.waitFor('KEYS');
      if (look.ascii === true) expect(terminal.text()).toMatch(/^[ -~\n]*$/);
    },
  );

  it('is read in sentences where a screen reader is in use', async () => {
    const { terminal } = await showScreen({ ...sample, columns: 120, screenReader: true });
    await terminal.waitFor(
      'Row 1 of 19. Windows Server 2016 or later: pass. Windows Server 2019, build 17763. required',
    );
    expect(terminal.text()).toContain(
      'CHECKING, judged for preview, 28 May 2021. 3 FAIL, 1 unknown, 2 confirm, ',
    );
    expect(terminal.text()).not.toMatch(/[─√×]/);
    terminal.type(keys.down);
    await terminal.waitFor('Row 2 of 19. .NET Framework 4.7.1 or later: FAIL.');
    terminal.type(keys.enter);
    await terminal.waitFor('1 Install .NET Framework 4.8');
    terminal.type('q');
    await terminal.waitFor('q again leaves');
  });
});
