import { homedir } from 'node:os';
import { type Configuration, type Reading, readConfiguration } from '../doctor/configuration.ts';
import { createDoctor, type LiveDoctor } from '../doctor/doctor.ts';
import { openMemory } from '../doctor/memory.ts';
import type { SavedRun } from '../doctor/saved.ts';
import type { DoctorView } from '../doctor/view.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Platform } from '../platform/types.ts';
import { probesFor } from '../probes/index.ts';
import { reportDocument } from '../report/document.ts';
import type { ReportInput } from '../report/input.ts';
import { readReport, savedProbes } from '../report/read.ts';
import { describeSettings } from '../settings/describe.ts';
import type { LoadOptions } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import type { Options } from './options.ts';
import { openPlatform } from './platform.ts';
import { reportInput } from './report-input.ts';
import type { Sink } from './streams.ts';
import { tool } from './tool.ts';
import type { UnattendedOptions, Voice } from './unattended.ts';

/** Words for stderr before exit 2. */
export function refuse(err: Sink, lines: readonly string[]): 2 {
  err.write(lines.map((line) => `ecma-doctor: ${line}\n`).join(''));
  return 2;
}

/**
 * The full screen wants a person: both ends terminals, no CI, a terminal that can move its cursor. Ink goes by the
 * same rule for CI (set, even when empty, unless it says 0 or false).
 */
export function wantsScreen(options: Options): boolean {
  const { CI, TERM } = process.env;
  const ci = CI !== undefined && CI !== '0' && CI !== 'false';
  const terminals = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return terminals && !ci && TERM !== 'dumb' && !options.plain && !options.json && !options.events;
}

/** What the files that were named on the command line add to a run. */
export interface FileWork {
  comparison(input: ReportInput): ReportInput['comparison'];
  /** Writes the reports; gives a line for each that could not be written. */
  write(input: ReportInput): Promise<readonly string[]>;
}

export async function live(options: Options, out: Sink, err: Sink, files: FileWork): Promise<number> {
  const platform = await openPlatform();
  const load: LoadOptions = {
    configFile: options.config,
    cwd: process.cwd(),
    home: homedir(),
    elevated: await platform.elevated(),
    ownerCheck: platform.ownerCheck,
  };
  const read = (before?: Configuration): Promise<Reading> =>
    readConfiguration(load, process.env, before?.secrets);
  const reading = await read();
  if (!reading.ok) return refuse(err, reading.lines);

  const doctor = open(options, platform.asked, reading.configuration, read);
  if (doctor.chosen === 0) {
    const globs =
      options.only.length > 0 ? `--only ${options.only.join(',')}` : `--skip ${options.skip.join(',')}`;
    await doctor.close();
    return refuse(err, [`${globs} leaves no check to run (--list shows their names)`]);
  }
  const screen = wantsScreen(options);
  const lacking = await doctor.lacking(!screen);
  if (lacking.length > 0) {
    await doctor.close();
    return refuse(err, lacking);
  }
  const input = (view: DoctorView): ReportInput => {
    const context = { settings: describeSettings(doctor.configuration.settings), os: osOf(platform.asked) };
    const made = reportInput(view, context);
    const comparison = files.comparison(made);
    return comparison === undefined ? made : { ...made, comparison };
  };
  if (screen) {
    const { runScreen } = await import('./full-screen.ts');
    return runScreen({ doctor, options, input, files, stateFolder: doctor.stateFolder, out, err });
  }
  return unattended(options, doctor, { out, err, input, files });
}

interface Ends {
  readonly out: Sink;
  readonly err: Sink;
  readonly input: (view: DoctorView) => ReportInput;
  readonly files: FileWork;
}

async function unattended(options: Options, doctor: LiveDoctor, ends: Ends): Promise<number> {
  const { runUnattended } = await import('./unattended.ts');
  const voice = voiceOf(options);
  const told = unattendedOptions(options, voice, doctor, ends);
  const { path } = doctor.configuration;
  const where = path ?? 'none found (.ecmarc is searched from here upwards, then in the home folder)';
  (voice === 'plain' ? ends.out : ends.err).write(`Settings: ${where}\n`);
  if (voice !== 'plain') for (const notice of doctor.view().notices) ends.err.write(`Note: ${notice.text}\n`);
  const view = await runUnattended(told, (code) => process.exit(code));
  const problems = await ends.files.write(ends.input(view));
  for (const problem of problems) ends.err.write(`ecma-doctor: ${problem}\n`);
  await doctor.close();
  // A report that was asked for and is not there must not pass for one.
  return problems.length > 0 && view.exitCode === 0 ? 3 : view.exitCode;
}

export function voiceOf(options: Options): Voice {
  return options.json ? 'json' : options.events ? 'events' : 'plain';
}

export function unattendedOptions(
  options: Options,
  voice: Voice,
  doctor: UnattendedOptions['doctor'],
  { out, err, input }: Pick<Ends, 'out' | 'err' | 'input'>,
): UnattendedOptions {
  const color = options.color ?? (process.stdout.isTTY === true && process.env.TERM !== 'dumb');
  return { doctor, voice, look: { ascii: options.ascii, color }, out, err, input };
}

function open(
  options: Options,
  platform: Platform,
  configuration: Configuration,
  read: (before: Configuration) => Promise<Reading>,
): LiveDoctor {
  const memory = openMemory({
    env: process.env,
    platform: process.platform,
    home: homedir(),
    configPath: configuration.path,
    decode: decodeRun,
    now: () => platform.now(),
  });
  return createDoctor({
    tool,
    platform,
    configuration,
    read,
    probesFor: (settings) =>
      probesFor(settings, { writeTest: options.writeTest, unattended: !wantsScreen(options) }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    choice: { only: options.only, skip: options.skip },
    writeTest: options.writeTest,
    failOn: options.failOn,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    memory,
    encode: (view, settings) => encodeRun(view, settings, osOf(platform)),
  });
}

function osOf(platform: Platform): string {
  const { osName, osRelease } = platform.machine();
  return `${osName} ${osRelease}`;
}

/** The last results are a report like any other: plain JSON, secrets left out. */
function encodeRun(view: DoctorView, settings: Settings, os: string): JsonObject {
  const document = reportDocument(reportInput(view, { settings: describeSettings(settings), os }));
  return document as unknown as JsonObject;
}

function decodeRun(stored: JsonObject): SavedRun | undefined {
  const reading = readReport(JSON.stringify(stored));
  return reading.ok ? { ...reading.document, probes: savedProbes(reading.document) } : undefined;
}
