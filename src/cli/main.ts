import { helpText } from './help.ts';
import { type Options, readOptions } from './options.ts';
import { type Sink, sinkOf } from './streams.ts';
import { tool } from './tool.ts';

/**
 * Arguments to mode. Ends the process itself, once everything said has left: a probe's forgotten socket must not
 * keep a finished run alive, and no exit code is given before its words are out.
 */
export async function main(): Promise<void> {
  const out = sinkOf(process.stdout);
  const err = sinkOf(process.stderr);
  process.stdin.on('error', () => {});
  const code = await run(out, err).catch((error: unknown) => {
    err.write(
      `ecma-doctor: a fault in the program: ${String(error instanceof Error ? error.stack : error)}\n`,
    );
    return 3;
  });
  await Promise.all([out.flushed(), err.flushed()]);
  process.exit(code);
}

async function run(out: Sink, err: Sink): Promise<number> {
  const parsed = readOptions(process.argv.slice(2), process.env);
  if (!parsed.ok) {
    err.write(parsed.errors.map((line) => `ecma-doctor: ${line}\n`).join(''));
    return 2;
  }
  return choose(parsed.options, out, err);
}

async function choose(options: Options, out: Sink, err: Sink): Promise<number> {
  if (options.help) {
    out.write(helpText);
    return 0;
  }
  if (options.version) {
    out.write(`${tool.version}\n`);
    return 0;
  }
  if (options.list) {
    const { tellList } = await import('./list.ts');
    out.write(await tellList(options.json, process.stdout.columns));
    return 0;
  }
  if (options.init !== undefined) {
    const { runInit } = await import('./init.ts');
    return runInit(options, out, err);
  }
  const { checkUp } = await import('./check-up.ts');
  return checkUp(options, out, err);
}
