import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { Screen } from '../flows/pty.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { cliInPty } from './cli.ts';
import { onEachWine } from './each-wine.ts';
import { WinePrefix } from './prefix.ts';
import { dotnetKeys, serviceKeys, systemKeys } from './servers.ts';
import { withoutWrapping } from './wrapping.ts';

const open: { end(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.end();
});

function start(prefix: WinePrefix): Screen {
  const screen = new Screen(
    cliInPty(prefix, { args: ['--only', 'server.*'] }),
    { columns: 80, rows: 25 },
    withoutWrapping(),
  );
  open.push(screen);
  return screen;
}

/** Everything in the state folder, as text. */
function savedState(prefix: WinePrefix): string {
  const folder = join(prefix.folder, 'state');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.map((one) => readFileSync(join(one.parentPath, one.name), 'utf8')).join('\n');
}

const slow = 90_000;

/**
 * Waits until the screen shows these words. Wine's console miscounts columns (see `wrapping.ts`) and skips what it
 * takes for blanks that are there already: so everything is drawn anew with Ctrl+L, and blanks do not count.
 */
async function shows(screen: Screen, words: string): Promise<void> {
  const isShown = (lines: string): boolean => lines.replace(/\s/g, '').includes(words.replace(/\s/g, ''));
  screen.expectNew(isShown, words);
  for (const from = Date.now(); Date.now() - from < slow; await pause(500)) {
    if (isShown(screen.lines().join(''))) return;
    screen.type(keys.ctrlL);
  }
  throw new Error(`never showed ${words}:\n${screen.lines().join('\n')}`);
}

/** Wine ends a program by a signal at once: what is to be saved is saved before. */
async function ended(screen: Screen, prefix: WinePrefix): Promise<void> {
  screen.kill('SIGHUP');
  await screen.exited();
  await prefix.serverGone();
}

onEachWine('the full screen on Windows code', (wine) => {
  it('drills into a failure, sees it mended in the registry, and finds its state again', async () => {
    const prefix = new WinePrefix(
      [
        ...systemKeys('2016', 'Server'),
        ...dotnetKeys(394_802),
        ...serviceKeys('VaultSvc', 'Credential Manager', 3),
      ],
      wine,
    );
    open.push({ end: () => prefix.remove() });
    const screen = start(prefix);
    await shows(screen, '.NET Framework new enough 4.6.2 × FAIL');
    screen.type('n');
    await shows(screen, '> .NET Framework new enough');
    screen.type(keys.enter);
    await shows(screen, 'ndp48-x86-x64-allos-enu.exe');
    const key = 'HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full';
    await prefix.run('reg', { args: ['add', key, '/v', 'Release', '/t', 'REG_DWORD', '/d', '528049', '/f'] });
    screen.type('r');
    // Written since the last start: it works after a restart only.
    await shows(screen, '4.8, restart outstanding');
    await expect.poll(() => savedState(prefix)).toContain('528049');
    await ended(screen, prefix);

    // Said only when nothing runs any more: before that, q asks.
    const ready = 'READY for the chosen probes';
    const again = start(prefix);
    await shows(again, '.NET Framework new enough 4.8, restart');
    await shows(again, ready);
    again.type('q');
    // Nothing that was chosen fails any more.
    expect(await again.exited()).toBe(0);
  });
});
