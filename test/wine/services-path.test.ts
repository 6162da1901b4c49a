import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { koffiFile } from './bed.ts';
import { bundle } from './bundle.ts';
import { windowsPath } from './cli.ts';
import { onEachWine } from './each-wine.ts';
import { WinePrefix } from './prefix.ts';

const environment = 'System\\CurrentControlSet\\Control\\Session Manager\\Environment';

onEachWine('the path of a child that loads drivers', (wine) => {
  it("is the machine's, as are its variables: a driver's own libraries are found there, none that this user put before it", async () => {
    const script = bundle('services-path');
    const machine = '%SystemRoot%\\system32;C:\\driver\\bin;%NOT_THERE%\\x';
    const prefix = new WinePrefix(
      [{ path: environment, values: { Path: machine, TNS_ADMIN: '%SystemRoot%\\tns' } }],
      wine,
    );
    try {
      const library = join(wine.basePrefix, 'drive_c/windows/system32/version.dll');
      for (const [folder, name] of [
        ['driver/bin', 'machine'],
        ['path', 'user'],
        ['here', 'current'],
      ] as const) {
        mkdirSync(join(prefix.driveC, folder), { recursive: true });
        copyFileSync(library, join(prefix.driveC, folder, `doctor-${name}.dll`));
      }
      const names = ['machine', 'user', 'current'].map((name) => `doctor-${name}.dll`);
      const command = [wine.nodeExe(), script.file, koffiFile()].map(windowsPath).join(' ');
      const lines = [
        '@echo off',
        'set Path=C:\\path;%Path%',
        'set SystemRoot=C:\\path',
        ...['TNS_ADMIN', 'KRB5_CONFIG', 'ODBCSYSINI', 'ProgramFiles'].map((name) => `set ${name}=C:\\path`),
        'cd /d C:\\here',
        `${command} ${names.join(' ')}`,
        '',
      ];
      writeFileSync(join(prefix.driveC, 'start.cmd'), lines.join('\r\n'));
      const { stdout, stderr } = await prefix.run('cmd', { args: ['/c', 'C:\\start.cmd'] });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({
        path: 'C:\\windows\\system32;C:\\driver\\bin;%NOT_THERE%\\x',
        variables: ['C:\\windows\\tns', null, null, 'C:\\Program Files'],
        loaded: ['doctor-machine.dll'],
      });
    } finally {
      prefix.remove();
      script.remove();
    }
  });
});
