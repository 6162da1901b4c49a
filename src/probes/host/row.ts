import type { Step } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';
import { untilInstalled } from '../common/not-run.ts';
import { inHost } from '../connector/places.ts';
import { type Description, describeProbe, type MakeProbe, type Scope } from '../describe.ts';

/** What rows of the connector host share. */

type Row = Omit<Description, 'seconds'>;

/** Its facts depend on where the host is. */
export function hostRow(scope: Scope, description: Row): ReturnType<MakeProbe> {
  return describeProbe({ fingerprint: JSON.stringify(scope.settings.host), ...description, seconds: 30 });
}

/** A row that only an installed host gives an answer to. */
export function onceInstalled(scope: Scope, description: Omit<Row, 'needs'>): ReturnType<MakeProbe> {
  return hostRow(scope, { ...description, needs: ['host.installed'], notApplicable: untilInstalled });
}

/** The host's program, below its folder. */
export const hostProgram = 'Service\\Microsoft.ECMA2Host.Service.exe';

/** Of the agent, with the host as one of its extensions. */
export const setup = '.\\AADConnectProvisioningAgentSetup.exe';

/** Before anything that may take it away. */
export function keepConfiguration(settings: Settings): Step {
  return {
    text: "Copy the host's configuration, if there is one, into the current folder, and keep the copy safe: it holds the secret tokens",
    command: `cmd.exe /c copy "${inHost(settings, requirement('HOST-14').values.file)}" .`,
    owner: 'server',
  };
}

/** By its display name, which is documented; its short name is not. */
export const restartHost: Step = {
  text: "Restart the host's service, as an administrator",
  command: `powershell -Command "Restart-Service -DisplayName 'Microsoft ECMA2Host'"`,
  owner: 'server',
};

/** Where the host is at work: a restart begins that work anew. */
export const restartIfStuck: Step = {
  ...restartHost,
  text: "If it does not end: restart the host's service, as an administrator",
};

/** It writes to Program Files and makes event logs: only elevated. */
export function openWizard(settings: Settings, text: string): Step {
  const wizard = inHost(settings, requirement('HOST-07').values.wizard);
  return {
    text,
    command: `powershell -Command "Start-Process -Verb RunAs '${wizard.replaceAll("'", "''")}'"`,
    owner: 'server',
  };
}
