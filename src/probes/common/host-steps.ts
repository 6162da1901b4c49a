import { inHost } from '../../clients/host/files.ts';
import type { Step } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, see } from './fix.ts';

/** Steps at the connector host that remedies share. */

export const troubleshooting = see(
  'https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-ecma-troubleshoot',
);

/** Of the agent, with the host as one of its extensions. */
export const setup = '.\\AADConnectProvisioningAgentSetup.exe';

/** Before anything that may take it away. */
export function keepConfiguration(settings: Settings): Step {
  return by.server(
    "Copy the host's configuration, if there is one, into the current folder, and keep the copy safe: it holds the secret tokens",
    `cmd.exe /c copy "${inHost(settings, requirement('HOST-14').values.file)}" .`,
  );
}

/** By its display name, which is documented; its short name is not. */
const restart = `powershell -Command "Restart-Service -DisplayName 'Microsoft ECMA2Host'"`;

export const restartHost = by.server("Restart the host's service, as an administrator", restart);

/** Where the host is at work: a restart begins that work anew. */
export const restartIfStuck = by.server(
  "If it does not end: restart the host's service, as an administrator",
  restart,
);

/** It writes to Program Files and makes event logs: only elevated. */
export function openWizard(settings: Settings, text: string): Step {
  const wizard = inHost(settings, requirement('HOST-07').values.wizard);
  return by.server(text, `powershell -Command "Start-Process -Verb RunAs '${wizard.replaceAll("'", "''")}'"`);
}
