import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ldapMode } from '../../src/clients/ldap/wldap32/protocol.ts';
import { odbcMode } from '../../src/clients/odbc/protocol.ts';
import { hasOdbc } from '../beds/odbc/drivers.ts';
import { accountDn, type OpenLdap, passwordOf, people, startOpenLdap } from '../beds/openldap.ts';
import { installed } from '../beds/program.ts';
import { type PtyCommand, Screen } from '../flows/pty.ts';
import { canRun, koffiFile, wine8, wine10 } from './bed.ts';
import { type Bundle, bundle } from './bundle.ts';
import { builtCli, cliInPty } from './cli.ts';
import { driverKeys, stageFileDsn } from './file-dsn.ts';
import { WinePrefix } from './prefix.ts';
import { systemKeys } from './servers.ts';
import { withoutWrapping } from './wrapping.ts';

/**
 * The children that hold other makers' code, while that code hangs: none outlives its parent, however that ends, and none
 * has a console window. The executable on Wine 10; its ODBC child also as what npm ships, on Wine 8.
 */
const able = [wine8, wine10].every(canRun) && hasOdbc && installed('slapd');
const wait = 90_000;

/** A program of this prefix's Windows, by its command line. */
interface Running {
  readonly pid: number;
  readonly command: string;
}

/** Wine's programs are processes of this machine, with the command line that Windows was given. */
function running(prefix: WinePrefix): readonly Running[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
      try {
        if (!read('environ').includes(`WINEPREFIX=${prefix.folder}`)) return [];
        return [{ pid: Number(pid), command: read('cmdline').join(' ').trim() }];
      } catch {
        // It has just ended.
        return [];
      }
    });
}

const childOf = (prefix: WinePrefix, mode: string): Running | undefined =>
  running(prefix).find(({ command }) => command.endsWith(mode));

const consolesOf = (prefix: WinePrefix): readonly string[] =>
  running(prefix).flatMap(({ command }) => /\\conhost\.exe (.*)$/.exec(command)?.[1] ?? []);

/** What the doctor itself asks is answered; who connects once its child runs is let in, and hears nothing. */
class Hanging {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Whether the child runs. */
  childRuns = (): boolean => false;
  /** The child's connections. */
  held = 0;

  constructor(answer: (socket: Socket) => void) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket.on('error', () => {}));
      if (this.childRuns()) this.held += 1;
      else answer(socket);
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as { readonly port: number }).port;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

describe.skipIf(!able)('a child that hangs', () => {
  let directory: OpenLdap;
  let events: Bundle;
  beforeAll(async () => {
    if (!able) return;
    events = bundle('console-event');
    directory = await startOpenLdap({ users: 1 });
  });
  afterAll(async () => {
    events?.remove();
    await directory?.stop();
  });

  /** The arguments of a doctor with these settings. */
  const doctor = (prefix: WinePrefix, connector: object, only: string): readonly string[] => {
    writeFileSync(join(prefix.driveC, 'doctor.json'), JSON.stringify({ connectors: [connector] }));
    return ['--plain', '--config', 'C:\\doctor.json', '--only', only];
  };
  /** PostgreSQL's "no TLS". */
  const postgresql = (socket: Socket) => void socket.once('data', () => socket.write('N'));
  const withOdbc = (prefix: WinePrefix, port: number): PtyCommand => {
    const table = { table: 'employees', anchor: 'login', attributes: ['login'] };
    const { connector, env } = stageFileDsn(prefix, port, table);
    const args = doctor(prefix, connector, 'sql.*');
    if (prefix.wine === wine10) return cliInPty(prefix, { args, env });
    // As npm ships it: the native module lies beside the program.
    const folder = join(prefix.driveC, 'npm');
    cpSync(dirname(builtCli), folder, { recursive: true });
    copyFileSync(koffiFile(), join(folder, 'koffi-win32-x64.node'));
    return prefix.ptyCommand(wine8.nodeExe(), {
      args: ['C:\\npm\\ecma-doctor.js', ...args],
      env: { ECMA_DOCTOR_STATE: 'C:\\state', ...env },
    });
  };

  const kinds = {
    'the executable with wldap32': {
      wine: wine10,
      keys: systemKeys('2019', 'Server'),
      mode: ldapMode,
      image: 'ecma-doctor.exe',
      answer(socket: Socket) {
        const server = connect(directory.port, '127.0.0.1');
        socket.pipe(server).pipe(socket);
        server.on('error', () => socket.destroy());
      },
      start(prefix: WinePrefix, port: number) {
        const ldap = {
          url: `ldap://127.0.0.1:${port}`,
          bindDn: accountDn('rw'),
          password: passwordOf('rw'),
          users: people,
        };
        const connector = { name: 'D', library: 'generic-ldap', target: { ldap } };
        return cliInPty(prefix, { args: doctor(prefix, connector, 'ldap.windows@D') });
      },
    },
    'the executable with ODBC': {
      wine: wine10,
      mode: odbcMode,
      image: 'ecma-doctor.exe',
      answer: postgresql,
      start: withOdbc,
      keys: [...systemKeys('2019', 'Server'), ...driverKeys(wine10)],
    },
    'what npm ships, with ODBC': {
      wine: wine8,
      mode: odbcMode,
      image: 'node.exe',
      answer: postgresql,
      start: withOdbc,
      keys: [...systemKeys('2019', 'Server'), ...driverKeys(wine8)],
    },
  } as const;
  type Kind = keyof typeof kinds;

  /** Starts the parent, and waits until its child hangs. */
  async function hang(kind: Kind) {
    const { wine, keys, mode, image, answer, start } = kinds[kind];
    const prefix = new WinePrefix(keys, wine);
    const peer = new Hanging(answer);
    peer.childRuns = () => childOf(prefix, mode) !== undefined;
    const command = start(prefix, await peer.listen());
    const screen = new Screen(command, { columns: 120, rows: 30 }, withoutWrapping());
    const end = async () => {
      await screen.end();
      prefix.remove();
      peer.stop();
    };
    try {
      await expect.poll(() => peer.held, { timeout: wait }).toBeGreaterThan(0);
      expect(childOf(prefix, mode)).toBeDefined();
    } catch (error) {
      const shown = screen.history().trim();
      await end();
      throw new Error(`it never hung:\n${shown}`, { cause: error });
    }
    const gone = () => expect.poll(() => childOf(prefix, mode), { timeout: wait }).toBeUndefined();
    return { prefix, screen, image, gone, end };
  }

  it.each<[Kind, string, number]>([
    ['the executable with wldap32', 'Ctrl+Break', 1],
    ['the executable with wldap32', 'a closed window', 2],
    ['the executable with ODBC', 'Ctrl+Break', 1],
    ['the executable with ODBC', 'a closed window', 2],
    ['what npm ships, with ODBC', 'Ctrl+Break', 1],
    ['what npm ships, with ODBC', 'a closed window', 2],
  ])('%s: gone after %s', async (kind, _, event) => {
    const { prefix, screen, image, gone, end } = await hang(kind);
    try {
      const sent = await prefix.node(events.file, { args: [image, String(event)] });
      expect([sent.exitCode, sent.stderr]).toEqual([0, '']);
      expect(await screen.exited()).toBe(130);
      await gone();
    } finally {
      await end();
    }
  });

  it.each<Kind>(['the executable with wldap32', 'the executable with ODBC', 'what npm ships, with ODBC'])(
    '%s: has no window, and is gone when that is killed',
    async (kind) => {
      const { prefix, screen, gone, end } = await hang(kind);
      try {
        // The terminal's, and one that was asked for by CREATE_NO_WINDOW.
        expect(consolesOf(prefix).toSorted()).toEqual([
          expect.stringMatching(/^--server \S+ --headless$/),
          expect.stringMatching(/^--unix /),
        ]);
        await screen.end();
        await gone();
      } finally {
        await end();
      }
    },
  );
});
