import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { SqlReachFacts } from '../../../src/probes/sql/reach/facts.ts';
import { hasMariadb, startMariadb } from '../../beds/odbc/mariadb.ts';
import { hasPostgresql, startPostgresql } from '../../beds/odbc/postgresql.ts';
import { startTds } from '../../beds/tds/server.ts';
import { collectFacts, judgeFacts, makeContext, rememberingCredentials } from '../context.ts';
import { platformTrusting, rowOf, siteOf } from './site.ts';

/** The first bytes of each protocol: who answers at the port of an engine other than SQL Server. */

const servers: Server[] = [];
afterEach(() => {
  for (const one of servers.splice(0)) one.close();
});

async function serve(talk: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    talk(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function reach(engine: string, port: number, credentials = rememberingCredentials(), name = 'HR') {
  const settings = siteOf({ port, target: { engine, dsn: 'x.dsn' }, connector: { name } });
  const probe = rowOf('sql.reach', settings, false, name);
  const context = makeContext({ platform: platformTrusting(), settings, credentials });
  const facts = await collectFacts<SqlReachFacts>(probe, context);
  const { status, message } = judgeFacts(probe, facts, { settings });
  return `${status}, ${message.replace(/127\.0\.0\.1:\d+/, 'PEER').replace(/, \d+ ms$/, '')}`;
}

const mysqlHello = (version: string) => {
  const body = Buffer.concat([Buffer.from([10]), Buffer.from(version), Buffer.alloc(40)]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
};
const web = (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));

describe('a port of another engine', () => {
  it.each<[engine: string, what: string, talk: (socket: Socket) => void, words: string]>([
    ['postgresql', 'a web server', web, 'fail, PEER is a web server, not PostgreSQL'],
    ['oracle', 'a web server', web, 'fail, PEER is a web server, not Oracle'],
    ['db2', 'a web server', web, 'fail, PEER is a web server, not DB2'],
    ['mysql', 'a web server, which waits for a word', web, 'fail, PEER is a web server, not MySQL'],
    [
      'postgresql',
      'MySQL',
      (socket) => socket.write(mysqlHello('8.4.2')),
      'fail, PEER is MySQL, not PostgreSQL',
    ],
    ['mysql', 'MySQL', (socket) => socket.write(mysqlHello('8.4.2')), 'pass, MySQL 8.4.2, PEER'],
    ['mysql', 'SSH', (socket) => socket.write('SSH-2.0-x\r\n'), 'fail, PEER is an SSH server, not MySQL'],
    [
      'oracle',
      'a listener',
      (socket) => socket.once('data', () => socket.write(Buffer.from([0, 12, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]))),
      'pass, Oracle, PEER',
    ],
    [
      'db2',
      'a DRDA server',
      (socket) =>
        socket.once('data', () => socket.write(Buffer.from([0, 16, 0xd0, 2, 0, 1, 0, 10, 0x14, 0x43]))),
      'pass, DB2, PEER',
    ],
    [
      'db2',
      'something that keeps silent to what nobody could try',
      (socket) => socket.once('data', () => socket.end()),
      'pass, PEER',
    ],
    ['postgresql', 'something that hangs up', (socket) => socket.destroy(), 'fail, cut off by PEER'],
    ['other', 'anything', () => {}, 'pass, PEER'],
  ])('%s meets %s', async (engine, _, talk, words) => {
    expect(await reach(engine, await serve(talk))).toBe(words);
  });

  it('tells SQL Server', async () => {
    const bed = await startTds({ encryption: 'none' });
    try {
      // It waits for its own first word, and takes no other.
      expect(await reach('postgresql', bed.port)).toMatch(/^fail, /);
    } finally {
      await bed.stop();
    }
  });

  it('connectors with one MySQL share a contact, which it counts; who asks again has a new one', async () => {
    let contacts = 0;
    const port = await serve((socket) => {
      contacts += 1;
      socket.write(mysqlHello('8.4.2'));
    });
    const credentials = rememberingCredentials();
    const ask = async (...names: readonly string[]) => {
      const said = await Promise.all(names.map((name) => reach('mysql', port, credentials, name)));
      expect(new Set(said)).toEqual(new Set(['pass, MySQL 8.4.2, PEER']));
      return contacts;
    };
    expect(await ask('A', 'B', 'C')).toBe(1);
    expect(await ask('A')).toBe(2);
    expect(await ask('B', 'C')).toBe(2);
    // Another run knows nothing of it.
    await reach('mysql', port, rememberingCredentials(), 'B');
    expect(contacts).toBe(3);
    servers.splice(0)[0]?.close();
    expect(await reach('mysql', port, credentials, 'A')).toMatch(/^fail, /);
  });

  it.runIf(hasPostgresql)(
    'tells a real PostgreSQL, and MySQL is not that',

    async () => {
      const bed = await startPostgresql();
      // Who looked whether it is up may have been told that it is not yet.
      const begun = bed.output().length;
      try {
        expect(await reach('postgresql', bed.port)).toBe('pass, PostgreSQL, PEER');
        expect(await reach('mysql', bed.port)).toBe('fail, PEER is PostgreSQL, not MySQL');
        // No word of it in the server's log: SSLRequest asks for nothing that could be refused.
        expect(bed.output().slice(begun)).not.toMatch(/FATAL|invalid length/);
      } finally {
        await bed.stop();
      }
    },
  );

  it.runIf(hasMariadb)('tells a real MariaDB', async () => {
    const bed = await startMariadb();
    try {
      expect(await reach('mysql', bed.port)).toMatch(/^pass, MariaDB 1[\d.]+-MariaDB.*, PEER$/);
      expect(await reach('postgresql', bed.port)).toBe('fail, PEER is MySQL, not PostgreSQL');
    } finally {
      await bed.stop();
    }
  });
});
