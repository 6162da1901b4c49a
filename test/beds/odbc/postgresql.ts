import { execFile, spawn } from 'node:child_process';
import { chown, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, installed, type ProgramBed, startProgram, temporaryFolder } from '../program.ts';
import { clientAnswer } from './client-answer.ts';

const run = promisify(execFile);
const root = '/usr/lib/postgresql';

export const hasPostgresql = process.platform === 'linux' && installed('pg_ctlcluster');

export interface DatabaseBed extends ProgramBed {
  /** Statements as the administrator, in a database. */
  sql(text: string, database?: string): Promise<string>;
}

/** PostgreSQL on loopback, with a database CONTOSO of a user `ecma` whose password is `Planted-Secret-1`. */
export async function startPostgresql(options: { readonly port?: number } = {}): Promise<DatabaseBed> {
  const folder = await temporaryFolder();
  const [version = '15'] = await readdir(root);
  const bin = join(root, version, 'bin');
  const data = join(folder, 'data');
  // It refuses to run as root.
  const asUser = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
  if (asUser.length > 0) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    await chown(folder, Number(stdout), Number(stdout));
  }
  const [file = '', ...before] = [...asUser, join(bin, 'initdb')];
  await writeFile(join(folder, 'pw'), 'admin');
  await run(file, [
    ...before,
    '-D',
    data,
    '-U',
    'admin',
    '-A',
    'scram-sha-256',
    '--no-sync',
    '--pwfile',
    join(folder, 'pw'),
  ]);
  const port = options.port ?? (await freePort());
  const [command = '', ...args] = [
    ...asUser,
    join(bin, 'postgres'),
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${folder}`,
    '-c',
    'fsync=off',
    '-c',
    'log_connections=on',
  ];
  const bed = await startProgram({ command, args, port, folder });
  const sql = async (text: string, database = 'postgres') => {
    const child = spawn(
      // Not Debian's wrapper of that name: it takes longer than a statement.
      join(bin, 'psql'),
      [
        '-X',
        '-q',
        '-A',
        '-t',
        '-v',
        'ON_ERROR_STOP=1',
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        '-U',
        'admin',
        database,
      ],
      { env: { ...process.env, PGPASSWORD: 'admin' } },
    );
    return clientAnswer(child, text);
  };
  // It listens before it takes anybody in.
  await untilStarted(() => sql('SELECT 1'));
  await sql(`CREATE ROLE ecma LOGIN PASSWORD 'Planted-Secret-1'; CREATE DATABASE "CONTOSO" OWNER admin;`);
  return { ...bed, sql };
}

async function untilStarted(ask: () => Promise<string>): Promise<void> {
  for (const end = performance.now() + 200_000; ; await setTimeout(50)) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!/starting up/.test(String(error)) || performance.now() > end) throw error;
    }
  }
}
