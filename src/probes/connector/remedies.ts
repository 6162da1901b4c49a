import type { Remedy, Verdict } from '../../engine/probe.ts';
import { by, fix, see } from '../common/fix.ts';
import { setup } from '../common/host-steps.ts';
import { onScreen, readAgain } from '../common/steps.ts';
import { unknown } from '../common/verdicts.ts';

/** What rows about a connector's library advise. */

export const customConnectors = see(
  'https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-custom-connector',
);

export const rebuild = by.connector('Build the library and copy it to the place that .ecmarc names');

/** What a developer changes, and how it gets to the host. */
export function change(why: string, ...steps: readonly string[]): Remedy {
  return fix(why, ...steps.map((text) => by.connector(text)), rebuild, readAgain, customConnectors);
}

export const repair = fix(
  'This library comes with the connector host: another state of it points to a damaged, changed or very old installation.',
  by.server(
    'Run the setup of the provisioning agent again and choose on-premises application provisioning',
    setup,
  ),
  readAgain,
  customConnectors,
);

/** It could be read for the row above, and not any more. */
export const vanished: Verdict = unknown(
  'could not be read',
  'The library could not be read again: it was moved, replaced or locked meanwhile.',
  fix(
    'The row about the library itself says more.',
    'Look at the row "Connector library"',
    onScreen('Press r there: the file is read again'),
  ),
);
