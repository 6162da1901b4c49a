import { resolve } from 'node:path';
import type { MountedScreen } from '../../components/terminal/screen-types.ts';
import { defined } from '../base/defined.ts';
import { nextTurn } from '../base/own-turn.ts';
import type { WriteJournal } from '../clients/environment.ts';
import { type Configuration, type Reading, readConfiguration } from '../doctor/configuration.ts';
import { LiveDoctor } from '../doctor/live-doctor.ts';
import { openSavedState } from '../doctor/saved-state.ts';
import type { DoctorView } from '../doctor/view.ts';
import type { EngineEvent } from '../engine/scheduler.ts';
import { homeFolder } from '../platform/home-folder.ts';
import type { Platform } from '../platform/types.ts';
import { probesFor } from '../probes/index.ts';
import { leftoverProbes, leftoversOfOthers } from '../probes/ldap/write/leftovers.ts';
import type { ReportInput } from '../report/input.ts';
import { reportInput } from '../report/input.ts';
import { nameAhead } from '../report/report-document.ts';
import type { LoadOptions } from '../settings/load.ts';
import { namedFiles } from '../settings/resolve-paths.ts';
import { settingsForReport } from '../settings/settings-for-report.ts';
import { choiceProblems } from './choice-problems.ts';
import { wantsScreen } from './interactive.ts';
import { LastResults } from './last-results.ts';
import { openPlatform } from './open-platform.ts';
import type { Options } from './options.ts';
import type { ReportOutput } from './report-output.ts';
import { withRoom } from './room-for-objects.ts';
import type { Sink } from './streams.ts';
import { tool } from './tool.ts';
import { usageError } from './usage-error.ts';
import { leftOutWriteTests, strangeWriteTests } from './write-test-problems.ts';

/** About 24 rows each. */
const manyConnectors = 30;

export interface LiveRun {
  readonly options: Options;
  readonly out: Sink;
  readonly err: Sink;
  readonly files: ReportOutput;
  /** The screen, where a person sits; without it the run is unattended. */
  readonly mounted: MountedScreen | undefined;
}

export async function runLive({ options, out, err, files, mounted }: LiveRun): Promise<number> {
  const refuse = (lines: readonly string[]): 2 => {
    mounted?.unmount();
    return usageError(err, lines);
  };
  const machine = openPlatform();
  const { asked, elevated, ownerCheck } = machine;
  const load: LoadOptions = {
    configFile: options.config,
    cwd: process.cwd(),
    home: homeFolder(),
    elevated,
    ownerCheck,
  };
  const read = (before?: Configuration): Promise<Reading> =>
    readConfiguration(load, process.env, { before: before?.secrets, asks: mounted !== undefined });
  const reading = await read();
  if (!reading.ok) return refuse(reading.lines);
  const { settings, path: settingsFile } = reading.configuration;
  const over = await files.overwrites([
    ...(settingsFile === undefined ? [] : [settingsFile]),
    ...namedFiles(settings),
  ]);
  if (over.length > 0) return refuse(over);
  const strange = strangeWriteTests(options.writeTest, settings);
  if (strange.length > 0) return refuse(strange);

  // The state's lock is told by its holder's program.
  await machine.open();
  let onEvent: (event: EngineEvent) => void = () => {};
  const draft = mounted !== undefined && (await hasDraft(options, reading.configuration));
  const isLarge = settings.connectors.length >= manyConnectors;
  const doctor = withRoom(isLarge, () =>
    openDoctor(options, asked, reading.configuration, read, draft, (event) => onEvent(event)),
  );
  const rows = () => doctor.view().rows;
  const unfit = [
    ...choiceProblems(options, doctor.chosen, () => rows().map(({ id }) => id)),
    ...leftOutWriteTests(options.writeTest, rows),
  ];
  const problems = unfit.length > 0 ? unfit : await doctor.lacking(mounted === undefined);
  if (problems.length > 0) {
    await doctor.close();
    return refuse(problems);
  }
  const input = (view: DoctorView): ReportInput => {
    const settings = settingsForReport(doctor.configuration.settings);
    const configNamed = options.config !== undefined;
    return files.prepare(reportInput(view, { settings, configNamed }));
  };
  if (mounted !== undefined) {
    const { runScreen } = await import('./full-screen.ts');
    const { stateFolder } = doctor;
    const console = await machine.prepareConsole?.();
    const openWizard = async (over: () => void) => {
      const { openScreenWizard } = await import('./open-wizard.ts');
      return openScreenWizard(doctor, asked, options.config, over);
    };
    const screen = { doctor, options, input, files, stateFolder, console, mounted, openWizard, out, err };
    withRoom(isLarge, () => doctor.prepare());
    const code = await runScreen(screen);
    await machine.close();
    return code;
  }
  const { finish, runUnattended, reporterFor } = await import('./unattended.ts');
  const reporter = reporterFor(options, doctor, { out, err, input, files });
  onEvent = reporter.event;
  const { path } = doctor.configuration;
  const where = path ?? 'none found (.ecmarc is searched from here upwards, then in the home folder)';
  reporter.note(`Settings: ${where}`);
  if (reporter.format !== 'plain')
    for (const notice of doctor.view().notices) reporter.note(`Note: ${notice.text}`);
  const { waitMs } = options;
  const wait =
    waitMs === undefined ? undefined : { waitMs, lookAgain: () => doctor.lookAgain(options.timeoutMs) };
  const view = await runUnattended(reporter, (code) => process.exit(code), wait);
  const code = await finish(reporter, view);
  await doctor.close();
  await machine.close();
  return code;
}

/** What `encode` will ask of the view, each in a turn of the event loop of its own. */
async function encodeAhead(view: DoctorView): Promise<void> {
  await nameAhead(view.rows);
  for (const ask of [() => view.exitCode, () => view.words]) {
    await nextTurn();
    ask();
  }
  await nextTurn();
}

/** Was an `.ecmarc` begun by questions, and put aside? */
async function hasDraft(options: Options, { path }: Configuration): Promise<boolean> {
  if (path !== undefined) return false;
  const [{ draftPath, loadDraft }, { stateFolder }] = await Promise.all([
    import('../state/draft-file.ts'),
    import('../state/state-folder.ts'),
  ]);
  const folder = stateFolder(process.env, process.platform, homeFolder());
  return loadDraft(draftPath(folder, resolve(options.config ?? '.ecmarc'))) !== undefined;
}

/** Write tests that have something of an older run to clean up. */
function leftovers(journal: WriteJournal | undefined): ReadonlySet<string> {
  return journal === undefined ? new Set() : leftoverProbes(journal);
}

function openDoctor(
  options: Options,
  platform: Platform,
  configuration: Configuration,
  read: (before: Configuration) => Promise<Reading>,
  draft: boolean,
  onEvent: (event: EngineEvent) => void,
): LiveDoctor {
  const last = new LastResults();
  const state = openSavedState({
    env: process.env,
    platform: process.platform,
    home: homeFolder(),
    configPath: configuration.path,
    decode: (stored) => last.decode(stored),
    now: () => platform.now(),
    leftovers: (journal) =>
      leftoversOfOthers(
        journal,
        configuration.settings.connectors.map(({ name }) => name),
      ),
  });
  const asked = { writeTest: options.writeTest, unattended: !wantsScreen(options) };
  return new LiveDoctor({
    tool,
    platform,
    configuration,
    read,
    probesFor: (settings) => probesFor(settings, { ...asked, cleanUp: leftovers(state.journal) }),
    ...defined({ profile: options.profile }),
    choice: { only: options.only, skip: options.skip },
    writeTest: options.writeTest,
    failOn: options.failOn,
    ...defined({ timeoutMs: options.timeoutMs }),
    state,
    draft,
    encode: (view, settings) => last.encode(reportInput(view, { settings: settingsForReport(settings) })),
    encodeAhead,
    onEvent,
  });
}
