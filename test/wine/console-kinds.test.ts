import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from '../flows/pty.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { canRun, wine8 } from './bed.ts';
import { type Bundle, bundle } from './bundle.ts';
import { builtCli, windowsPath } from './cli.ts';
import { WinePrefix } from './prefix.ts';
import { dotnetKeys, serviceKeys, systemKeys } from './servers.ts';

/**
 * The built program in the kinds of console that Windows has, on Wine's. Escape sequences are translated by Node itself
 * in most of them: Wine 8 does not know them, and what is looked at here is where things stand.
 */

let script: Bundle;
const open: { end(): Promise<void> | void }[] = [];

beforeAll(() => {
  if (canRun(wine8)) script = bundle('unruly-console');
});

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.end();
});

afterAll(() => script?.remove());

const size = { columns: 80, rows: 25 };
const slow = 120_000;

interface Started {
  readonly prefix: WinePrefix;
  readonly screen: Screen;
  order(text: string): void;
}

function start(kind: Readonly<Record<string, string>>, window = size, into?: WinePrefix): Started {
  const prefix =
    into ??
    new WinePrefix(
      [
        ...systemKeys('2016', 'Server'),
        ...dotnetKeys(394_802),
        ...serviceKeys('VaultSvc', 'Credential Manager', 3),
      ],
      wine8,
    );
  if (into === undefined) open.push({ end: () => prefix.remove() });
  const orders = join(prefix.folder, 'orders.txt');
  const env = {
    ORDERS: windowsPath(orders),
    ECMA_DOCTOR_STATE: windowsPath(join(prefix.folder, 'state')),
    ...kind,
  };
  const preload = `file:///Z:${script.file}`;
  const args = ['--import', preload, builtCli, '--only', 'server.*'];
  const screen = new Screen(prefix.ptyCommand(wine8.nodeExe(), { args, env }), window);
  open.push(screen);
  return {
    prefix,
    screen,
    order: (text) => {
      // Renamed when it is whole: it is read as soon as it is there.
      writeFileSync(`${orders}.new`, text);
      renameSync(`${orders}.new`, orders);
    },
  };
}

const dotnet = /\.NET Framework new enough +4\.6\.2 +\S FAIL/;

/** Cells of the longest line. */
function broadest(screen: Screen): number {
  return Math.max(...screen.lines().map((line) => line.length));
}

describe.skipIf(!canRun(wine8))('consoles of Windows', () => {
  it('the old one, without escape sequences: the whole screen, in ASCII', async () => {
    const { screen } = start({ TRANSLATED: '1' });
    await screen.waitFor(dotnet, slow);
    await screen.waitFor(/Enter open/, slow);
    expect(screen.sent).not.toMatch(/[√×─]/);
    screen.type('n');
    await screen.waitFor(/> +\.NET Framework/, slow);
    screen.type(keys.enter);
    await screen.waitFor(/ndp48-x86-x64-allos-enu\.exe \/q/, slow);
    await screen.waitFor(/r retry/, slow);
    // The console hands a picture on in pieces.
    await expect.poll(() => broadest(screen), { timeout: slow }).toBeLessThan(80);
    expect(screen.lines().join('\n')).toMatch(/^[ -~\n]*$/);
    expect(screen.lines().at(-1)).toBe('');
    screen.type(keys.left);
    await screen.waitFor(/> +\.NET Framework.*FAIL/, slow);
    const verdicts = () => screen.lines().filter((line) => /NOT READY/.test(line));
    await expect.poll(verdicts, { timeout: slow }).toHaveLength(1);
    await screen.atRest(slow);
    screen.type('q');
    expect(await screen.exited()).toBe(1);
    expect(screen.history()).toMatch(/Exit code 1: not ready/);
    expect(screen.cursorHidden).toBe(false);
  });

  it('a buffer wider than the window: drawn in the window, and follows it', async () => {
    const kind = { TRANSLATED: '1', BUFFER: '200 60', WINDOW: '80 25' };
    const { screen, order } = start(kind, { columns: 120, rows: 40 });
    await screen.waitFor(dotnet, slow);
    expect(broadest(screen)).toBe(79);
    for (const [columns, rows] of [
      [100, 30],
      [60, 15],
      [20, 5],
      [80, 25],
    ] as const) {
      order(`window ${columns} ${rows}`);
      // A lower window stands where the cursor is: what is above it has been scrolled out.
      const whole = new RegExp(` ECMA (?:.*\n){${rows - 2}} Enter open.*\n*$`);
      const frame = columns < 60 ? /The window is 20 x[\s\S]*/ : whole;
      await screen.waitFor(frame, slow);
      const drawn = frame.exec(screen.lines().join('\n'))?.[0] ?? '';
      expect(
        Math.max(
          ...drawn
            .trimEnd()
            .split('\n')
            .map((line) => line.length),
        ),
      ).toBeLessThan(columns);
    }
    await screen.atRest(slow);
    screen.type('q');
    expect(await screen.exited()).toBe(1);
  });

  it('code page 932: ASCII, as it would draw our signs two cells wide', async () => {
    const { screen } = start({ TRANSLATED: '1', CODE_PAGE: '932' });
    await screen.waitFor(dotnet, slow);
    expect(screen.sent).not.toMatch(/[√×─]/);
  });

  it.each([
    ['Ctrl+Break', 'event 1'],
    ['a closed window', 'event 2'],
  ])('%s leaves it in order, and what was learnt is found again', async (_, event) => {
    const { prefix, screen, order } = start({ TRANSLATED: '1' });
    await screen.waitFor(dotnet, slow);
    await screen.waitFor(/NOT READY/, slow);
    order(event);
    expect(await screen.exited()).toBe(130);
    expect(screen.cursorHidden).toBe(false);
    expect(screen.history()).toMatch(dotnet);
    expect(screen.history()).toMatch(/Exit code 130: cancelled/);
    // The next start shows it before anything is looked at again.
    const again = start({ TRANSLATED: '1' }, size, prefix);
    await again.screen.waitFor(/4\.6\.2/, slow);
    again.screen.type(keys.ctrlC);
    expect(await again.screen.exited()).toBe(130);
  });
});
