import { writeSync } from 'node:fs';
import { hush } from '../base/hush.ts';
import { ldapMode } from '../clients/ldap/wldap32/protocol.ts';
import { odbcMode } from '../clients/odbc/protocol.ts';
import { exitWithoutWaiting } from '../platform/process-exit.ts';
import { say } from '../report/log-text.ts';
import { codeOfUnwritten } from '../results/exit-code.ts';
import { helpText } from './help.ts';
import { silenceLibraries } from './library-output.ts';
import type { Options } from './options.ts';
import { readOptions } from './read-options.ts';
import type { ReportOutput } from './report-output.ts';
import { deferSignals } from './signals.ts';
import { type Sink, sinkOf } from './streams.ts';
import { tool } from './tool.ts';

/**
 * Arguments to mode. Ends the process itself, once everything said has left: a probe's forgotten socket must not
 * keep a finished run alive, and no exit code is given before its words are out.
 */
export async function main(): Promise<void> {
  if (process.argv[2] === odbcMode) {
    const { runOdbcChild } = await import('./odbc-child.ts');
    return runOdbcChild();
  }
  if (process.argv[2] === ldapMode) {
    const { runLdapChild } = await import('./ldap-child.ts');
    return runLdapChild();
  }
  // Stands only when the loop runs empty before a code was found: a run that did not happen is no 0.
  process.exitCode = 3;
  exitWithoutWaiting();
  deferSignals(() => process.exit(130));
  const out = sinkOf(process.stdout);
  // Names of files, of variables and of hosts come here as others gave them.
  const err = sinkOf(
    process.stderr,
    (text) => hush(say(text, true)),
    silenceLibraries(process.env, process.stderr),
  );
  process.stdin.on('error', () => {});
  process.on('uncaughtException', (error) => {
    // Thrown where nobody waits (a library's forgotten socket). Node's own end would be a 1, which says "not ready". Told
    // behind what the screen leaves, and in one go: nothing is waited for any more.
    process.on('exit', () => writeNow(faultText(error)));
    process.exit(3);
  });
  const code = await run(out, err).catch((error: unknown) => {
    err.write(faultText(error));
    return 3;
  });
  const [lost] = await Promise.all([out.flushed(), err.flushed()]);
  if (lost === undefined) process.exit(code);
  writeNow(`ecma-doctor: standard output ends before its end (${lost}): what stands there is not whole\n`);
  process.exit(codeOfUnwritten(code));
}

function writeNow(text: string): void {
  try {
    writeSync(2, hush(say(text, true)));
  } catch {
    // Nobody reads it any more; the exit code still tells.
  }
}

function faultText(error: unknown): string {
  return `ecma-doctor: a fault in the program: ${String(error instanceof Error ? error.stack : error)}\n`;
}

async function run(out: Sink, err: Sink): Promise<number> {
  const parsed = readOptions(process.argv.slice(2), process.env);
  if (parsed.ok) return choose(parsed.options, out, err);
  const refuse = async (to: Sink): Promise<number> => {
    to.write(parsed.errors.map((line) => `ecma-doctor: ${line}\n`).join(''));
    return 2;
  };
  if (!parsed.eventLog || process.platform !== 'win32') return refuse(err);
  // A task with a mistyped option would else be silent where its monitoring looks.
  const { withEventLog } = await import('./event-log.ts');
  return withEventLog({ out, err }, refuse);
}

async function choose(options: Options, out: Sink, err: Sink): Promise<number> {
  if (options.help) {
    out.write(helpText);
    return 0;
  }
  if (options.version) {
    if (options.json) {
      const { buildFacts } = await import('./build-facts.ts');
      out.write(`${JSON.stringify(buildFacts(), null, 2)}\n`);
    } else out.write(`${tool.version}\n`);
    return 0;
  }
  if (options.readme) {
    const { readme } = await import('./readme.ts');
    out.write(readme);
    return 0;
  }
  if (options.list) {
    const { probeList } = await import('./list-probes.ts');
    out.write(await probeList(options.json, process.stdout.columns));
    return 0;
  }
  if (options.explain !== undefined) {
    const { explain } = await import('./explain.ts');
    const explained = explain(options.explain, options.json);
    (explained.ok ? out : err).write(explained.text);
    return explained.ok ? 0 : 2;
  }
  if (options.completion !== undefined) {
    const { completionScript } = await import('./completion.ts');
    out.write(completionScript(options.completion));
    return 0;
  }
  if (options.eventLog) {
    const { withEventLog } = await import('./event-log.ts');
    return withEventLog({ out, err }, async (heard, log) => {
      if (isNowhere(heard)) return 2;
      const { runWithFiles } = await import('./run-with-files.ts');
      return runWithFiles(options, out, heard, log);
    });
  }
  if (isNowhere(err)) return 2;
  if (options.init !== undefined) {
    const { runInit } = await import('./init.ts');
    return runInit(options, out, err);
  }
  if (hasFiles(options)) {
    const { runWithFiles } = await import('./run-with-files.ts');
    return runWithFiles(options, out, err);
  }
  const { startLive } = await import('./start-live.ts');
  return startLive(options, out, err, noReports);
}

/** Nothing can be searched or written from here: the folder was removed, or its share is gone. Says so. */
function isNowhere(err: Sink): boolean {
  try {
    process.cwd();
    return false;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
    err.write(
      `ecma-doctor: the current folder cannot be used (${code}): it was removed, or its drive is gone\n`,
    );
    return true;
  }
}

/** Does it read or write reports? Without, what does that need not load before the first picture. */
function hasFiles({ report, from, baseline, redact }: Options): boolean {
  return report.length > 0 || from.length > 0 || baseline !== undefined || redact;
}

const noReports: ReportOutput = {
  overwrites: async () => [],
  prepare: (input) => input,
  write: async (input) => ({ input, problems: [] }),
  replacements: () => undefined,
};
