import type { Remedy } from '../../../engine/probe.ts';
import type { Settings } from '../../../settings/schema.ts';
import { fix } from '../../common/fix.ts';
import { keepConfiguration, openWizard, restartHost, troubleshooting } from '../../common/host-steps.ts';
import { pressR } from '../../common/steps.ts';
import type { SettingsFault } from './fault.ts';

/** Each step once, in the order of the faults. */
export function mendAll(faults: readonly SettingsFault[], settings: Settings): Remedy {
  const inWizard = faults.some(({ place }) => place === undefined);
  const steps = faults.map((one) => one.fix);
  return fix(
    'The host does what its wizard wrote down; Microsoft Entra ID sees of it only that provisioning fails.',
    ...(inWizard
      ? [keepConfiguration(settings), openWizard(settings, "Open the host's wizard as administrator")]
      : []),
    ...steps.filter(({ text }, index) => steps.findIndex((one) => one.text === text) === index),
    inWizard || faults.some(({ place }) => place === 'file') ? restartHost : pressR,
    troubleshooting,
  );
}

export function finishWizard(settings: Settings): Remedy {
  return fix(
    'The host reads its connectors, its port and its certificate from this file.',
    openWizard(settings, "Open the host's wizard as administrator and go through one connector to its end"),
    restartHost,
    troubleshooting,
  );
}
