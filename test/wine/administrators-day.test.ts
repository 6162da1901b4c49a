import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from '../flows/pty.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { canRun, wine10 } from './bed.ts';
import { type Ran, WinePrefix } from './prefix.ts';
import { dotnetKeys, systemKeys } from './servers.ts';
import { shippedExecutable } from './shipped.ts';
import { withoutWrapping } from './wrapping.ts';

/** The executable as administrators start it: from where it happens to lie, in the shell that happens to be open. */

const wait = 90_000;
const name = 'ecma-doctor.exe';
const strange = 'C:\\Größe über alles & more (1)';

describe.skipIf(!canRun(wine10))("an administrator's day", () => {
  let prefix: WinePrefix;
  let written = 0;

  beforeAll(() => {
    prefix = new WinePrefix([...systemKeys('2019', 'Server'), ...dotnetKeys(394_802)]);
    const place = (...path: string[]): string => {
      const folder = join(prefix.folder, ...path);
      mkdirSync(folder, { recursive: true });
      // Beside its settings, as README has it.
      cpSync(shippedExecutable(), join(folder, name));
      writeFileSync(join(folder, '.ecmarc'), 'profile: ga\n');
      return folder;
    };
    place('drive_c/Größe über alles & more (1)');
    place('share/tools');
    mkdirSync(join(prefix.folder, 'dosdevices/unc/files'), { recursive: true });
    symlinkSync('../../../share', join(prefix.folder, 'dosdevices/unc/files/ecma'));
    symlinkSync('../share', join(prefix.folder, 'dosdevices/m:'));
    // Nobody can write there, whoever it is.
    symlinkSync('/sys', join(prefix.folder, 'dosdevices/r:'));
    place('drive_c/tools');
    // As behind a remote desktop that shares no clipboard: clip.exe fails.
    prefix.stage('system32/clip.exe', 'closed');
  });
  afterAll(() => prefix?.remove());

  const batch = (lines: readonly string[]): string => {
    written += 1;
    const file = `day-${written}.cmd`;
    writeFileSync(join(prefix.driveC, file), ['@echo off', ...lines, ''].join('\r\n'));
    return `C:\\${file}`;
  };
  /** Runs lines of cmd; the last one's exit code is that of all. */
  const cmd = (lines: readonly string[]): Promise<Ran> =>
    prefix.run('cmd', { args: ['/c', batch(lines)], env: { NODE_PATH: '', STRANGE: strange } });
  const verdictsIn = (stdout: string) => {
    if (stdout === '') return [];
    const report = JSON.parse(stdout) as {
      readonly profile: string;
      readonly probes: readonly { readonly id: string; readonly status: string; readonly message: string }[];
    };
    const rows = report.probes.filter(({ status }) => status !== 'skipped');
    return [report.profile, ...rows.map(({ id, status, message }) => `${id} ${status}: ${message}`)];
  };
  const seen = ['ga', 'server.os pass: Windows Server 2019, build 17763', 'server.dotnet fail: 4.6.2'];
  const asked = '--json --only server.os,server.dotnet';

  it.each([
    ['a path with umlauts, blanks and signs', ['cd /d "%STRANGE%"', `.\\${name} ${asked}`]],
    [
      'the same from elsewhere, its settings named',
      ['cd /d C:\\windows', `"%STRANGE%\\${name}" --config "%STRANGE%\\.ecmarc" ${asked}`],
    ],
    ['a share by its UNC path', ['cd /d C:\\tools', `\\\\files\\ecma\\tools\\${name} ${asked}`]],
    ['a mapped drive', ['cd /d M:\\tools', `${name} ${asked}`]],
    [
      'an account without a profile',
      [
        'cd /d C:\\tools',
        ...['USERPROFILE', 'LOCALAPPDATA', 'APPDATA', 'HOMEDRIVE', 'HOMEPATH', 'HOME'].map(
          (one) => `set ${one}=`,
        ),
        `${name} ${asked}`,
      ],
    ],
  ])('%s', async (_, lines) => {
    const ran = await cmd(lines);
    expect(verdictsIn(ran.stdout), ran.stderr).toEqual(seen);
    expect(ran.exitCode).toBe(1);
  });

  it('output in files, stdin closed', async () => {
    const ran = await cmd([
      'cd /d C:\\tools',
      `${name} --plain --only server.os,server.dotnet >out.txt 2>err.txt <NUL`,
      'echo code %ERRORLEVEL%',
      `${name} ${asked} >out.json`,
    ]);
    expect(ran.stdout).toMatch(/code 1\r?\n/);
    const file = (which: string) => readFileSync(join(prefix.driveC, 'tools', which));
    const out = file('out.txt').toString('utf8');
    expect(out).toMatch(/FAIL +\.NET Framework new enough +4\.6\.2/);
    expect(out.includes('\u001b')).toBe(false);
    const json = file('out.json').toString('latin1');
    expect(json).toMatch(/^[ -~\n]*$/);
    expect(verdictsIn(json)).toEqual(seen);
  });

  it('media that cannot be written: looked at all the same, and the report that is missing is named', async () => {
    const ran = await cmd([
      'cd /d R:\\',
      `C:\\tools\\${name} --config C:\\tools\\.ecmarc ${asked} --report R:\\report.html`,
    ]);
    expect(verdictsIn(ran.stdout)).toEqual(seen);
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toMatch(/R:\\report\.html: not permitted/);
  });

  it('two administrators with one .ecmarc: neither waits for the other or reads what the other keeps', async () => {
    const as = (who: string) =>
      cmd([
        `set USERPROFILE=C:\\users\\${who}`,
        `set LOCALAPPDATA=C:\\users\\${who}\\AppData\\Local`,
        'cd /d C:\\tools',
        `${name} ${asked}`,
      ]);
    const both = await Promise.all([as('ada'), as('bob')]);
    for (const ran of both) {
      expect(verdictsIn(ran.stdout)).toEqual(seen);
      expect(ran.stderr).not.toMatch(/another|saved/i);
    }
    for (const who of ['ada', 'bob'])
      expect(existsSync(join(prefix.driveC, 'users', who, 'AppData/Local/ecma-doctor'))).toBe(true);
  });

  it.each(['437', '850', '932', '65001'])(
    'the full screen in code page %s; a closed clipboard leaves a file',
    // Wine's console moves its picture up by a line now and then, when the program begins to draw while cmd still does.
    { retry: 2 },
    async (page) => {
      const start = batch([`chcp ${page}`, 'cd /d C:\\tools', `${name} --only server.os,server.dotnet`]);
      const command = prefix.ptyCommand('cmd', { args: ['/c', start], env: { NODE_PATH: '' } });
      const screen = new Screen(command, { columns: 100, rows: 30 }, withoutWrapping());
      try {
        await screen.waitFor(/\.NET Framework new enough +4\.6\.2/, wait);
        await screen.waitFor(/Enter open/, wait);
        // At rest: what is drawn then would overtake the key.
        await screen.waitFor(/DO FIRST/, wait);
        if (page === '932') expect(screen.sent).not.toMatch(/[√×─]/);
        screen.type('n');
        await screen.waitFor(/> +\.NET Framework/, wait);
        screen.type('c');
        await screen.waitFor(/Copy which command/, wait);
        screen.type(keys.enter);
        await screen.waitFor(/Written to/, wait);
        screen.type('q');
        expect(await screen.exited()).toBe(1);
      } finally {
        await screen.end();
      }
    },
  );
});
