import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, installed, startProgram, temporaryFolder } from '../program.ts';
import { clientAnswer } from './client-answer.ts';
import type { DatabaseBed } from './postgresql.ts';

const run = promisify(execFile);

export const hasMariadb = process.platform === 'linux' && installed('mariadbd');

/** MariaDB on loopback, with a database CONTOSO for a user `ecma` whose password is `Planted-Secret-1`. */
export async function startMariadb(): Promise<DatabaseBed> {
  const folder = await temporaryFolder();
  const data = join(folder, 'data');
  const socket = join(folder, 's');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  // Each that starts takes away what others have left of temporary tables there, and what others use just now.
  const own = [...user, `--datadir=${data}`, `--tmpdir=${folder}`];
  await run('mariadb-install-db', ['--no-defaults', ...own, '--auth-root-authentication-method=normal']);
  const port = await freePort();
  const bed = await startProgram({
    command: 'mariadbd',
    args: [
      '--no-defaults',
      ...own,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${socket}`,
      '--log-warnings=9',
    ],
    port,
    folder,
  });
  const sql = async (text: string, database = 'mysql') => {
    const child = spawn('mariadb', [
      '--no-defaults',
      '-u',
      'root',
      `--socket=${socket}`,
      '-N',
      '-B',
      database,
    ]);
    return clientAnswer(child, text);
  };
  // The anonymous user of a fresh data folder would win over 'ecma'@'%'.
  await sql(
    "DROP USER IF EXISTS ''@localhost; DROP USER IF EXISTS ''@'%'; DELETE FROM mysql.global_priv WHERE User=''; FLUSH PRIVILEGES; CREATE DATABASE CONTOSO; CREATE DATABASE OTHER; CREATE USER ecma@'%' IDENTIFIED BY 'Planted-Secret-1'; GRANT ALL ON CONTOSO.* TO ecma@'%'; GRANT ALL ON OTHER.* TO ecma@'%';",
  );
  return { ...bed, sql };
}
