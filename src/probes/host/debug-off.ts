import { defined } from '../../base/defined.ts';
import { never } from '../../base/never.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { type HostFile, inHost, mapFile, readHostFile } from '../../clients/host/files.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { readExeConfig } from '../../formats/host-xml/exe-config.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix, see } from '../common/fix.ts';
import { restartHost, setup } from '../common/host-steps.ts';
import { readAgain } from '../common/steps.ts';
import { fail, pass, unknown } from '../common/verdicts.ts';
import { refusedVerdict } from '../common/windows-answers.ts';
import { factsToken } from '../token.ts';
import { defineInstalledHostProbe } from './define.ts';

export interface DebugOffFacts extends Facts {
  readonly path: string;
  readonly config: HostFile<{
    /** As written; absent where the key is. */
    readonly debug?: string;
    readonly elsewhere: boolean;
  }>;
}

export const hostDebugOff = factsToken<DebugOffFacts>('host', 'debug-off');

const { file, key } = requirement('HOST-10').values;

/** The switch that turns the host's authentication off: meant for a look into its cache, easily left on. */
export const hostDebugOffProbe = defineInstalledHostProbe(hostDebugOff, {
  title: 'Debug switch is off',
  levels: levels('recommended', 'required'),
  requirements: ['HOST-10'],
  collect,
  judge: judgeDebugOff,
});

async function collect(context: ProbeContext, signal: AbortSignal): Promise<DebugOffFacts> {
  const read = await readHostFile(context, file, readExeConfig, signal);
  const config = mapFile(read, ({ debug, elsewhere }) => ({ ...defined({ debug }), elsewhere }));
  return {
    usable: config.state === 'read',
    path: inHost(context.settings, file),
    config,
  };
}

function judgeDebugOff({ facts }: JudgeInput<Settings, DebugOffFacts>): Verdict {
  const { config, path } = facts;
  const base = { expected: `${key} is false, or not there`, evidence: [{ label: 'File', value: path }] };
  switch (config.state) {
    case 'read':
      return { ...base, ...judgeValue(config.value, path) };
    case 'denied':
      return { ...base, ...refusedVerdict(path) };
    case 'absent':
      return {
        ...base,
        ...unknown('no .exe.config', `there is no file ${path}; the host comes with one`, repair),
      };
    case 'failed':
      return { ...base, ...unknown('cannot be read', `${path}: ${config.reason}`, repair) };
    default:
      return never(config);
  }
}

function judgeValue(
  { debug, elsewhere }: { readonly debug?: string; readonly elsewhere: boolean },
  path: string,
): Verdict {
  switch (debug?.trim().toLowerCase()) {
    case 'true':
      return fail(
        'on: no token is asked for',
        `${key} is true: whoever reaches the port may read and change users`,
        switchOff(path),
      );
    case 'false':
      return pass('off');
    case undefined:
      return elsewhere
        ? unknown(
            'set in another file',
            'appSettings go on in another file, which is not read',
            switchOff(path),
          )
        : pass('off: not set');
    default:
      return unknown('neither true nor false', `${key} is "${debug ?? ''}"`, switchOff(path));
  }
}

function switchOff(path: string): Remedy {
  return fix(
    'While it is true the host answers without its secret token. It is meant for a look into the cache only; the sample in the documents shows it as true.',
    by.server(
      `Set it to false, in appSettings or in the file that appSettings names: <add key="${key}" value="false" />`,
      `powershell -Command "Start-Process -Verb RunAs notepad.exe '${path.replaceAll("'", "''")}'"`,
    ),
    restartHost,
    see(
      'https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-ecma-troubleshoot#query-the-ecma-host-cache',
    ),
  );
}

const repair = fix(
  "The host's program reads this file at its start.",
  by.server('Mend the file, or run the setup of the agent again', setup),
  readAgain,
);
