import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { installed } from './program.ts';

/** Mono's compiler and disassembler: the first makes .NET libraries for the tests, the second is a second opinion. */

const run = promisify(execFile);
const [mcs, mono, monodis] = ['mcs', 'mono', 'monodis'] as const;
const compilerProgram = '/usr/lib/mono/4.5/mcs.exe';

export function monoInstalled(): boolean {
  return [mcs, mono, monodis].every((program) => installed(program));
}

const sources = join(import.meta.dirname, '../fixtures/dotnet');

/** The public half of the key that Microsoft signs its ECMA assembly with: gives the token 31bf3856ad364e35. */
const publicKey =
  '0024000004800000940000000602000000240000525341310004000001000100b5fc90e7027f67871e773a8fde8938c8' +
  '1dd402ba65b9201d60593e96c492651e889cc13f1415ebb53fac1131ae0bd333c5ee6021672d9718ea31a8aebd0da007' +
  '2f25d87dba6fc90ffd598ed4da35e44c398c454307e8e33b8426143daec9f596836f97c8f74750e5975c64e2189f45de' +
  'f46b2a2b1247adc3652bf5c308055da9';

export interface Recipe {
  /** One of test/fixtures/dotnet, without ending. */
  readonly source: 'ecma' | 'connector' | 'others';
  /** Where the library goes; its name becomes the assembly's. */
  readonly out: string;
  readonly symbols?: readonly string[];
  readonly references?: readonly string[];
  /** Signed (delayed) with Microsoft's public key. */
  readonly signed?: boolean;
  readonly options?: readonly string[];
}

export interface Compiler {
  /** Gives the path of the library. */
  compile(recipe: Recipe): Promise<string>;
  /** `folder/Microsoft.MetadirectoryServicesEx.dll`: what connectors of the tests are built against. */
  compileEcma(folder: string, signed?: boolean, symbols?: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** One compiler that stays, for all libraries of a test file. */
export async function startCompiler(): Promise<Compiler> {
  const folder = await mkdtemp(join(tmpdir(), 'ecma-mono-'));
  const program = join(folder, 'compiler.exe');
  await run(mcs, [
    '-nologo',
    `-reference:${compilerProgram}`,
    `-out:${program}`,
    join(sources, 'compiler.cs'),
  ]);
  const child = spawn(mono, [program], {
    env: { ...process.env, MONO_PATH: dirname(compilerProgram) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (args: readonly string[]): Promise<void> => {
    child.stdin.write(`${args.join('\t')}\n`);
    const { value } = await answers.next();
    if (!String(value).startsWith('ok')) throw new Error(`mcs ${args.join(' ')}: ${String(value)}`);
  };
  const compile = async (recipe: Recipe): Promise<string> => {
    const args = await argumentsOf(recipe, join(folder, 'key.snk'));
    const turn = last.then(() => ask(args));
    last = turn.catch(() => {});
    await turn;
    return recipe.out;
  };
  return {
    compile,
    compileEcma: (into, signed = true, symbols = []) =>
      compile({
        source: 'ecma',
        out: join(into, 'Microsoft.MetadirectoryServicesEx.dll'),
        signed,
        symbols,
      }),
    async stop() {
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function argumentsOf(recipe: Recipe, key: string): Promise<readonly string[]> {
  const { source, out, symbols = [], references = [], signed = false, options = [] } = recipe;
  await mkdir(dirname(out), { recursive: true });
  if (signed) await writeFile(key, Buffer.from(publicKey, 'hex'));
  return [
    '-nologo',
    ...(options.some((one) => one.startsWith('-target:')) ? [] : ['-target:library']),
    ...symbols.map((symbol) => `-define:${symbol}`),
    ...references.map((reference) => `-reference:${reference}`),
    ...(signed ? ['-delaysign', `-keyfile:${key}`] : []),
    ...options,
    `-out:${out}`,
    join(sources, `${source}.cs`),
  ];
}

/** monodis' rows of a table: `1: ...` without the numbers, lines that continue a row joined to it. */
export async function monodisRows(option: string, file: string): Promise<readonly string[]> {
  const { stdout } = await run(monodis, [option, file], { maxBuffer: 64 * 1024 * 1024 });
  const rows: string[] = [];
  for (const line of stdout.split('\n')) {
    const row = /^\d+: (.*)$/.exec(line)?.[1];
    if (row !== undefined) rows.push(row);
    else if (rows.length > 0) rows.push(`${rows.pop() ?? ''}\n${line}`);
  }
  return rows.map((row) => row.trimEnd());
}

/** A program of test/fixtures/dotnet: gives what answers lines of text, all at once. */
export async function compileProgram(
  source: 'expressions',
  folder: string,
): Promise<(text: string) => string> {
  const program = join(folder, `${source}.exe`);
  await run(mcs, ['-nologo', `-out:${program}`, join(sources, `${source}.cs`)]);
  return (text) => execFileSync(mono, [program], { input: text, encoding: 'utf8', maxBuffer: 2 ** 24 });
}
