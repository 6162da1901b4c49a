import type { Remedy, Step } from '../../../engine/probe.ts';
import type { Service } from '../../../platform/windows/types.ts';
import type { Settings } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { keepConfiguration, setup, troubleshooting } from '../../common/host-steps.ts';
import { pressR } from '../../common/steps.ts';

/** ERROR_SERVICE_LOGON_FAILED (winerror.h). */
const logonFailed = 1069;

export const waitForStart = fix('It is not ready yet.', 'Wait until it runs', pressR);

export function startAutomatically(service: Service): Remedy {
  return fix('Both services must run for each request.', automatic(service));
}

export function startUpdater(service: Service): Remedy {
  return fix('It keeps the agent up to date.', start(service));
}

export function getRunning(service: Service): Remedy {
  return fix(
    service.exitCode === logonFailed
      ? 'Its account could not log on. The row host.logon-right says whether a policy took that right.'
      : 'Each request goes through the agent to the host: both must run.',
    ...(service.start === 'disabled' ? [automatic(service)] : []),
    start(service),
    by.server(
      'If it does not start: see why',
      'wevtutil.exe qe System /c:20 /rd:true /f:text /q:"*[System[Provider[@Name=\'Service Control Manager\']]]"',
    ),
    troubleshooting,
  );
}

export function installAgain(settings: Settings): Remedy {
  return fix(
    'Agent and connector host are two services, which one setup installs.',
    keepConfiguration(settings),
    by.server('Run the setup of the agent again and choose on-premises application provisioning', setup),
  );
}

function start({ name }: Service): Step {
  return by.server('Start it, as an administrator', `sc.exe start "${name}"`);
}

function automatic({ name }: Service): Step {
  return by.server('Let it start with Windows, as an administrator', `sc.exe config "${name}" start= auto`);
}
