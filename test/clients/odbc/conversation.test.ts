import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../src/clients/child/environment.ts';
import { connectionString } from '../../../src/clients/odbc/connection-string.ts';
import { OdbcConversation, type Reply } from '../../../src/clients/odbc/conversation.ts';
import type { OdbcRow } from '../../../src/clients/odbc/protocol.ts';
import { compileDriver, hasOdbc, type Misbehaviour, program } from '../../beds/odbc/drivers.ts';
import { temporaryFolder } from '../../beds/program.ts';

const signal = new AbortController().signal;

/** Processes whose parent this is. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => statOf(pid).parent === parent)
    .map(Number);
}

function statOf(pid: string): { readonly parent: number; readonly dead: boolean } {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return { parent: Number(parent), dead: state === 'Z' };
  } catch {
    return { parent: Number.NaN, dead: true };
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1200 && !condition(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(condition()).toBe(true);
}

describe.runIf(hasOdbc)('a conversation through a driver', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function connectTo(mode: Misbehaviour, seconds = 20): Promise<Reply> {
    const conversation = new OdbcConversation(program, process.env);
    const string = connectionString([['DRIVER', compileDriver(mode, folder)]]);
    const reply = await conversation.ask({ kind: 'connect', string, seconds: 5 }, seconds, signal);
    await conversation.close();
    return reply;
  }

  it('ends a driver that hangs, and nothing of it is left', async () => {
    const before = childrenOf(process.pid);
    expect(await connectTo('HANG', 2)).toEqual({ ok: false, ended: { how: 'silent', seconds: 2 } });
    expect(childrenOf(process.pid)).toEqual(before);
  });

  it('ends with the signal of the attempt', async () => {
    const before = childrenOf(process.pid);
    const conversation = new OdbcConversation(program, process.env);
    const string = connectionString([['DRIVER', compileDriver('HANG', folder)]]);
    const attempt = new AbortController();
    setTimeout(() => attempt.abort(new Error('cut')), 500);
    const asked = conversation.ask({ kind: 'connect', string, seconds: 60 }, 60, attempt.signal);
    await expect(asked).rejects.toThrow('cut');
    await conversation.close();
    expect(childrenOf(process.pid)).toEqual(before);
  });

  it('is not disturbed by what a driver prints', async () => {
    expect(await connectTo('PRINT')).toMatchObject({
      ok: false,
      diagnostics: [{ state: '28000', native: 42 }],
    });
  });

  it.each<[Misbehaviour, object]>([
    ['CRASH', { how: 'crashed', exit: 'SIGSEGV' }],
    ['EXIT', { how: 'crashed', exit: 'exit code 7' }],
    ['FLOOD', { how: 'nonsense' }],
  ])('outlives a driver that does %s', async (mode, ended) => {
    expect(await connectTo(mode)).toEqual({ ok: false, ended });
  });

  it('leaves no child behind when the doctor is killed while a driver hangs', async () => {
    const script = fileURLToPath(new URL('children/hang-until-killed.ts', import.meta.url));
    const doctor = spawn(process.execPath, [script, compileDriver('HANG', folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => doctor.stdout.once('data', resolve));
    const [child] = childrenOf(doctor.pid ?? 0);
    expect(child).toBeDefined();
    doctor.kill('SIGKILL');
    await until(() => statOf(String(child)).dead);
  });

  it('says that a driver is not there by SQLSTATE, without a guess', async () => {
    const conversation = new OdbcConversation(program, process.env);
    const reply = await conversation.ask(
      { kind: 'connect', string: connectionString([['DRIVER', 'No Such Driver']]), seconds: 5 },
      20,
      signal,
    );
    await conversation.close();
    expect(reply).toMatchObject({ ok: false, diagnostics: [{ state: expect.any(String) }] });
  });

  it('is not held by a process of the driver that outlives the child and has its pipe', async () => {
    const note = join(folder, 'holder');
    const code = `process.stdin.once('data', () => {
      const { pid } = require('node:child_process').spawn('sleep', ['600'], { stdio: ['ignore', 'ignore', 'ignore', 3] });
      require('node:fs').writeFileSync(process.argv[1], String(pid));
      process.exit(7);
    })`;
    const conversation = new OdbcConversation(
      { file: process.execPath, args: ['-e', code, '--', note] },
      process.env,
    );
    const reply = await conversation.ask({ kind: 'begin' }, 300, signal);
    await conversation.close();
    const holder = readFileSync(note, 'utf8');
    const lives = !statOf(holder).dead;
    process.kill(Number(holder), 'SIGKILL');
    expect(reply).toEqual({ ok: false, ended: { how: 'crashed', exit: 'exit code 7' } });
    expect(lives).toBe(true);
  });

  it('tells that there is no program to start', async () => {
    const conversation = new OdbcConversation({ file: '/no/such/node', args: [] }, process.env);
    const reply = await conversation.ask({ kind: 'begin' }, 5, signal);
    await conversation.close();
    expect(reply).toMatchObject({ ok: false, ended: { how: 'not-started', code: 'ENOENT' } });
  });

  describe('with SQLite, an engine that nobody lists', () => {
    async function rowsOf(text: string, maxRows = 10, parameters: readonly (string | null)[] = []) {
      const conversation = new OdbcConversation(program, process.env);
      const string = connectionString([
        ['DRIVER', 'SQLite3'],
        ['Database', ':memory:'],
      ]);
      await conversation.ask({ kind: 'connect', string, seconds: 5 }, 20, signal);
      const reply = await conversation.ask({ kind: 'run', text, parameters, maxRows }, 20, signal);
      await conversation.close();
      if (!reply.ok) throw new Error(JSON.stringify(reply));
      return { cut: reply.cut ?? false, rows: reply.rows ?? ([] as readonly OdbcRow[]) };
    }

    it('takes parameters and gives texts and nothing', async () => {
      const { rows } = await rowsOf('SELECT ? AS a, ? AS b, ? AS c', 10, ['häß 漢', null, '']);
      expect(rows).toEqual([{ a: 'häß 漢', b: null, c: '' }]);
    });

    it('bounds rows and values', async () => {
      const many =
        'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 1000) SELECT x FROM n';
      expect(await rowsOf(many, 3)).toEqual({ cut: true, rows: [{ x: '1' }, { x: '2' }, { x: '3' }] });
      const { rows, cut } = await rowsOf("SELECT replace(hex(zeroblob(50000)), '0', 'y') AS long");
      expect(cut).toBe(true);
      expect(rows[0]?.long).toMatch(/^y{16384}$/);
    });
  });
});

describe("a driver's surroundings", () => {
  it('are those of a service, without secrets', () => {
    const given = {
      Path: 'C:\\Windows',
      TNS_ADMIN: 'C:\\tns',
      ECMA_SQL_PASSWORD: 'x',
      PGPASSWORD: 'x',
      NODE_OPTIONS: '-r x',
    };
    expect(childEnvironment(given)).toEqual({ Path: 'C:\\Windows', TNS_ADMIN: 'C:\\tns' });
  });

  it('get values that end no value and change no letter', () => {
    expect(
      connectionString([
        ['DRIVER', 'PostgreSQL Unicode'],
        ['Server', 'db.contoso.example'],
        ['PWD', 'a;b}%41 {'],
      ]),
    ).toBe('DRIVER={PostgreSQL Unicode};Server=db.contoso.example;PWD={a;b}}%41 {};');
  });
});
